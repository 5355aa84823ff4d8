"""What a cover tells of its subject: fourteen motifs, drawn as flat shapes.

Each stands on the ground at 0, around x = 0, about 230 wide and 170 high, and names its colours by the roles of
``palette``. They are recognised by their outline at 96 pixels, so details are few.
"""

from collections.abc import Callable

from portal.core.pictures.shapes import bar, box, disc, poly, ring

#: Role of a colour, and the path.
Shape = tuple[str, str]


def harbour() -> list[Shape]:
    """A lighthouse and a boat under sail."""
    return [
        ("water", "M-150 2q25-10 50 0t50 0 50 0 50 0 50 0 50 0v20q-10 44-150 44T-150 22z"),
        ("rock", "M28 16q10-34 54-34t54 34z"),
        ("white", poly(62, -16, 70, -124, 94, -124, 102, -16)),
        ("red", poly(64, -44, 66, -70, 98, -70, 100, -44) + poly(68, -96, 70, -122, 94, -122, 96, -96)),
        ("light", box(71, -144, 22, 20)),
        ("ink", poly(66, -143, 82, -160, 98, -143) + box(64, -126, 36, 5)),
        ("ink", box(-54, -132, 4, 130)),
        ("white", "M-48-128Q6-70 8-20H-48z"),
        ("gold", "M-57-116Q-96-66-98-20H-57z"),
        ("red", "M-112-10H18l-16 24q-4 8-14 8h-70q-10 0-14-8z"),
        ("white", "M-108 22q20-8 40 0t40 0 40 0v6h-120z"),
    ]


def mobility() -> list[Shape]:
    """A bus and a bicycle."""
    wheels = [part for x in (-84, 0) for part in (("ink", disc(x, -14, 15)), ("grey", disc(x, -14, 6)))]
    panes = "".join(box(-110 + 36 * n, -86, 30, 28) for n in range(4))
    frame = "".join(
        bar(*line, 5)
        for line in (
            (58, -22, 76, -56),
            (76, -56, 104, -56),
            (104, -56, 86, -22),
            (86, -22, 58, -22),
            (86, -22, 73, -63),
            (114, -22, 100, -70),
        )
    )
    return [
        ("red", "M-122-96q0-14 14-14H26q16 0 18 14l5 44v38H-122z"),
        ("light", panes),
        ("white", box(-122, -50, 170, 6)),
        ("light", "M36-44h12l1 10H36z"),
        *wheels,
        ("ink", ring(58, -22, 22, 17) + ring(114, -22, 22, 17)),
        ("gold", frame),
        ("ink", box(63, -68, 20, 6) + bar(100, -70, 116, -72, 5)),
    ]


def energy() -> list[Shape]:
    """Two wind turbines, and a tank that keeps heat."""

    def turbine(x: float, high: float, long: float) -> str:
        tower = poly(x - 5, 0, x - 2.4, -high, x + 2.4, -high, x + 5, 0)
        at = f"M{x:g} {-high:g}"
        up = f"{at}l-5 -14 5 {-long + 14:g} 5 {long - 14:g}z"
        turned = "".join(
            poly(x, -high, x + dx * long, -high + dy * long, x + dx * 14 - dy * 6, -high + dy * 14 + dx * 6)
            for dx, dy in ((0.87, 0.5), (-0.87, 0.5))
        )
        return tower + up + turned + disc(x, -high, 5)

    return [
        ("white", turbine(-62, 150, 74) + turbine(10, 104, 48)),
        ("grey", "M46 0v-64q0-14 32-14t32 14V0z"),
        ("red", "M46-64q0-14 32-14t32 14q0 12-32 12t-32-12z"),
        ("fire", "M80-48c3 12 16 16 16 29a17 17 0 0 1-34 0c0-8 4-12 7-17 3 3 4 5 5 8 3-7 4-12 6-20z"),
    ]


def water() -> list[Shape]:
    """Rain that falls on a pond with reeds, and somebody's umbrella."""
    drops = "".join(
        f"M{x} {y}q9 14 0 20-9-6 0-20z" for x, y in ((-84, -100), (-52, -84), (-22, -104), (-70, -60), (-34, -52))
    )
    return [
        ("water", "M-136 4q0-22 78-22T20 4q0 22-78 22T-136 4z"),
        ("white", "M-100 4q0-7 28-7t28 7-28 7-28-7z"),
        ("grey", "M-112-116q-16 0-16-16t18-17q4-25 32-25 20 0 28 15 30-4 34 22 14 3 14 11t-12 10z"),
        ("blue", drops),
        ("ink", box(62, -92, 5, 76) + "M62-18h5q0 14-13 14-12 0-12-12h5q0 7 7 7 8 0 8-9z"),
        ("red", "M0-86q4-54 64-54t64 54q-16-12-32 0-16-12-32 0-16-12-32 0-16-12-32 0z"),
        ("gold", "M32-86q4-46 32-54 28 8 32 54-16-12-32 0-16-12-32 0z"),
        ("birch", bar(14, 12, 18, -40, 4) + bar(24, 14, 34, -30, 4) + bar(4, 12, 2, -26, 4)),
        ("wood", box(15, -52, 7, 18) + box(-1, -38, 6, 15)),
    ]


def forest() -> list[Shape]:
    """Spruces at the edge of a sea with drifting ice."""

    def spruce(x: float, s: float) -> tuple[str, str]:
        rows = "".join(
            poly(x - w * s, -low * s, x, -top * s, x + w * s, -low * s)
            for w, low, top in ((36, 16, 74), (30, 50, 106), (22, 84, 140))
        )
        return box(x - 4 * s, -18 * s, 8 * s, 18 * s), rows

    trees = [spruce(-98, 0.86), spruce(-52, 1.16), spruce(-8, 0.78)]
    return [
        ("water", "M-20 4q0-20 80-20t80 20-80 24-80-24z"),
        ("white", "M22-8l34-6 22 6-6 10-40 2z"),
        ("snow", "M62 10l14-46 14-18 12 26 10 8 14 30-34 8z"),
        ("grey", "M90-54l12 26 10 8 14 30-22 5z"),
        ("white", "M4 12l26-4 16 6-12 8-26-2z"),
        ("wood", "".join(trunk for trunk, _crown in trees)),
        ("green", "".join(crown for _trunk, crown in trees)),
        ("snow", poly(-67, -138, -52, -163, -37, -138, -46, -143, -52, -134, -60, -143)),
        ("snow", poly(-109, -103, -98, -121, -87, -103, -95, -107, -101, -102)),
    ]


def ballot() -> list[Shape]:
    """A box with a slot, and a ballot paper."""
    return [
        ("white", poly(-34, -176, 30, -184, 42, -92, -24, -92)),
        ("green", poly(-20, -146, -12, -153, -3, -142, 20, -168, 28, -161, -3, -126)),
        ("ink", "M-104-108H104v16H-104z"),
        ("blue", box(-94, -92, 188, 92)),
        ("white", box(-58, -62, 116, 10) + box(-58, -42, 78, 10)),
        ("light", disc(62, -30, 15)),
        ("ink", box(-60, -104, 120, 6)),
    ]


def code() -> list[Shape]:
    """Two screens with brackets, joined across a border."""
    return [
        ("wood", bar(-68, 0, -68, -40, 8) + bar(68, 0, 68, -40, 8) + box(-92, -6, 48, 6) + box(44, -6, 48, 6)),
        ("ink", "M-126-130q0-10 10-10h84q10 0 10 10v84q0 10-10 10h-84q-10 0-10-10z"),
        ("blue", "M22-130q0-10 10-10h84q10 0 10 10v84q0 10-10 10H32q-10 0-10-10z"),
        ("light", poly(-62, -122, -52, -112, -80, -88, -52, -64, -62, -54, -102, -88)),
        ("white", poly(62, -122, 52, -112, 80, -88, 52, -64, 62, -54, 102, -88)),
        ("red", "".join(box(-4, -156 + 30 * n, 8, 18) for n in range(6))),
        ("gold", "M-66-140Q0-210 66-140l-7 6Q0-196-59-134z"),
    ]


def key() -> list[Shape]:
    """A key, and the lock that it opens."""
    return [
        ("grey", "M28-84v-22a44 44 0 0 1 88 0v22H98v-22a26 26 0 0 0-52 0v22z"),
        ("violet", "M12-76q0-14 14-14h92q14 0 14 14v62q0 14-14 14H26Q12 0 12-14z"),
        ("light", disc(72, -54, 11) + poly(67, -50, 77, -50, 82, -20, 62, -20)),
        ("gold", ring(-84, -112, 40, 19)),
        ("gold", poly(-91, -76, -76, -76, -76, 0, -60, 0, -60, 14, -91, 14) + box(-77, -32, 22, 13)),
    ]


def care() -> list[Shape]:
    """A heart above an open hand."""
    return [
        ("red", "M0-62Q-66-104-66-138q0-34 32-34 24 0 34 24 10-24 34-24 32 0 32 34Q66-104 0-62z"),
        (
            "white",
            poly(
                -44,
                -118,
                -18,
                -118,
                -8,
                -140,
                6,
                -98,
                16,
                -118,
                44,
                -118,
                44,
                -110,
                21,
                -110,
                5,
                -80,
                -9,
                -120,
                -13,
                -110,
                -44,
                -110,
            ),
        ),
        (
            "skin",
            "M-112-46q18-12 38-6l34 12h34q14 0 14 11t-14 11h20l68-30q14-6 20 3t-8 19l-64 34q-12 6-26 4l-62-8h-54z",
        ),
        ("blue", "M-134-54h26V8h-26z"),
    ]


def shop() -> list[Shape]:
    """A shop with an awning, and a crate of things to share."""
    stripes = "".join(f"M{-100 + 40 * n}-122h20v34q0 9-10 9t-10-9z" for n in range(4))
    whites = "".join(f"M{-80 + 40 * n}-122h20v34q0 9-10 9t-10-9z" for n in range(4))
    return [
        ("wood", box(-92, -110, 144, 110)),
        ("ink", box(-96, -150, 152, 28)),
        ("lichen", box(-66, -141, 92, 9)),
        ("light", box(-80, -72, 62, 50)),
        ("green", box(-2, -76, 40, 76)),
        ("light", box(6, -66, 24, 30)),
        ("red", stripes),
        ("white", whites),
        ("birch", disc(76, -46, 12) + disc(116, -44, 11)),
        ("red", disc(96, -50, 14)),
        ("gold", box(60, -40, 70, 40)),
        ("wood", box(60, -28, 70, 5) + box(60, -12, 70, 5)),
    ]


def street() -> list[Shape]:
    """A bench under a tree, and a lamp."""
    return [
        ("wood", box(-82, -66, 12, 66)),
        ("birch", disc(-76, -112, 48) + disc(-106, -86, 28) + disc(-44, -84, 30)),
        ("ink", box(112, -146, 5, 146) + "M92-150q0-16 22-16t22 16z"),
        ("light", "M96-150h36l-7 14h-22z"),
        ("red", box(-30, -62, 122, 11) + box(-30, -46, 122, 11) + "M-36-28H98v11H-36z"),
        ("ink", box(-22, -62, 6, 62) + box(78, -62, 6, 62)),
    ]


def school() -> list[Shape]:
    """A schoolhouse with a clock, and a pencil."""
    panes = "".join(box(x, -58, 16, 24) for x in (-106, -82, 6, 30))
    return [
        ("ink", box(-31, -186, 4, 40)),
        ("gold", poly(-27, -186, 4, -177, -27, -168)),
        ("red", box(-116, -76, 172, 76) + poly(-66, -76, -66, -112, -29, -150, 8, -112, 8, -76)),
        ("ink", poly(-124, -76, -112, -92, -66, -92, -66, -76) + poly(8, -76, 8, -92, 52, -92, 64, -76)),
        ("white", disc(-29, -108, 17)),
        ("ink", box(-31, -121, 4, 15) + box(-31, -109, 13, 4)),
        ("light", panes),
        ("white", box(-46, -52, 34, 52)),
        ("ink", box(-40, -46, 22, 46)),
        ("gold", poly(88, -138, 112, -138, 112, -34, 88, -34)),
        ("skin", poly(88, -34, 112, -34, 100, -2)),
        ("ink", poly(96, -13, 104, -13, 100, -2)),
        ("heather", box(88, -156, 24, 18)),
    ]


def broadband() -> list[Shape]:
    """A mast that sends, and a lit house at the end of the cable."""

    def wave(r: float) -> str:
        a, b = r * 0.77, r * 0.64
        c, d = (r - 8) * 0.77, (r - 8) * 0.64
        right = f"M{-40 + a:g} {-148 - b:g}A{r:g} {r:g} 0 0 1 {-40 + a:g} {-148 + b:g}L{-40 + c:g} {-148 + d:g}"
        left = f"M{-40 - a:g} {-148 - b:g}A{r:g} {r:g} 0 0 0 {-40 - a:g} {-148 + b:g}L{-40 - c:g} {-148 + d:g}"
        inner = r - 8
        return (
            f"{right}A{inner:g} {inner:g} 0 0 0 {-40 + c:g} {-148 - d:g}z"
            f"{left}A{inner:g} {inner:g} 0 0 1 {-40 - c:g} {-148 - d:g}z"
        )

    bars = ((-70, 0, -42, -140), (-10, 0, -38, -140), (-66, -18, -20, -50), (-14, -18, -60, -50), (-57, -62, -28, -90))
    return [
        ("ink", "".join(bar(*line, 6) for line in bars) + bar(-24, -62, -51, -90, 6)),
        ("red", disc(-40, -148, 10)),
        ("blue", wave(34) + wave(56)),
        ("gold", "M-10-2Q20 22 60 2l4 5Q18 30-14 4z"),
        ("red", box(48, -54, 76, 54)),
        ("ink", poly(38, -54, 86, -94, 134, -54)),
        ("light", box(60, -42, 20, 20) + box(92, -42, 20, 20)),
    ]


def table() -> list[Shape]:
    """People who talk around a table."""
    people = ((-84, "blue"), (-28, "gold"), (28, "green"), (84, "heather"))
    shoulders = [(role, f"M{x - 25}-30v-20q0-22 25-22t25 22v20z") for x, role in people]
    return [
        ("white", "M-74-170h84q10 0 10 10v28q0 10-10 10h-48l-16 16v-16h-20q-10 0-10-10v-28q0-10 10-10z"),
        ("ink", "".join(disc(x, -146, 5) for x in (-54, -34, -14))),
        ("lichen", "M46-152h56q9 0 9 9v22q0 9-9 9h-6v14l-14-14H46q-9 0-9-9v-22q0-9 9-9z"),
        *shoulders,
        ("skin", "".join(disc(x, -88, 15) for x, _role in people)),
        ("wood", "M-126-40H126q6 0 6 7t-6 7H-126q-6 0-6-7t6-7z"),
        ("ink", bar(-96, -26, -104, 2, 9) + bar(96, -26, 104, 2, 9)),
    ]


MOTIFS: dict[str, Callable[[], list[Shape]]] = {
    "harbour": harbour,
    "mobility": mobility,
    "energy": energy,
    "water": water,
    "forest": forest,
    "ballot": ballot,
    "code": code,
    "key": key,
    "care": care,
    "shop": shop,
    "street": street,
    "school": school,
    "broadband": broadband,
    "table": table,
}
