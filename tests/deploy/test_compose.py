"""``compose.yaml`` holds what the specification knows, and what it names is there. No container runs in the tests."""

import re
from pathlib import Path

import pytest
import yaml

#: Keys of the Compose Specification that the file may use, each with the kinds of value that it takes.
SERVICE = {
    "build": (str,),
    "cap_add": (list,),
    "cap_drop": (list,),
    "command": (list,),
    "depends_on": (dict,),
    "environment": (dict,),
    "healthcheck": (dict,),
    "image": (str,),
    "ports": (list,),
    "profiles": (list,),
    "read_only": (bool,),
    "restart": (str,),
    "security_opt": (list,),
    "shm_size": (str,),
    "stop_grace_period": (str,),
    "tmpfs": (list,),
    "volumes": (list,),
}
HEALTH = {"test", "interval", "timeout", "retries", "start_period", "start_interval"}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
#: What may be read beside the table of variables: of the containers themselves.
OWN_VARIABLES = {"POSTGRES_PASSWORD", "LISTEN", "CERTIFICATES", "BACKUPS"}
SECONDS = re.compile(r"\d+(s|m)")


@pytest.fixture(scope="module")
def text() -> str:
    return (Path(__file__).parents[2] / "compose.yaml").read_text()


@pytest.fixture(scope="module")
def composed(text: str) -> dict:
    return yaml.safe_load(text)


def test_every_key_is_one_of_the_specification_with_its_kind_of_value(composed: dict):
    assert {key for key in composed if not key.startswith("x-")} == {"name", "services", "volumes"}
    for name, service in composed["services"].items():
        assert service.keys() <= SERVICE.keys(), name
        assert [key for key, value in service.items() if not isinstance(value, SERVICE[key])] == [], name
        assert "image" in service, name
        assert all(isinstance(value, str) for value in service.get("environment", {}).values()), name
        health = service.get("healthcheck", {"test": ["CMD"]})
        assert health.keys() <= HEALTH, name
        assert health["test"][0] in {"CMD", "CMD-SHELL"}, name
        times = [value for key, value in health.items() if key not in {"test", "retries"}]
        assert all(SECONDS.fullmatch(value) for value in times), name


def test_services_wait_for_services_that_are_there_with_them(composed: dict):
    services = composed["services"]
    for name, service in services.items():
        for needed, how in service.get("depends_on", {}).items():
            assert how["condition"] in CONDITIONS, name
            assert how["condition"] != "service_healthy" or "healthcheck" in services[needed], (name, needed)
            profiles = services[needed].get("profiles")
            assert not profiles or set(service.get("profiles", [])) <= set(profiles), (name, needed)


def test_volumes_are_declared_and_files_are_there(composed: dict, repository: Path):
    named = set()
    for service in composed["services"].values():
        for volume in service.get("volumes", []):
            source, _target = re.fullmatch(r"(\$\{.*?\}|[^:]+):([^:]+)(?::ro)?", volume).groups()
            default = re.fullmatch(r"\$\{[A-Z]+:-(.+)\}", source)
            if source.startswith("./"):
                assert (repository / source).is_file(), source
                assert volume.endswith(":ro"), volume
            elif not (default and default[1].startswith("./")):
                named.add(default[1] if default else source)
    assert named == set(composed["volumes"])


def test_only_known_variables_are_read(text: str, composed: dict):
    handed_over = set(composed["x-portal"]["environment"])
    assert set(re.findall(r"\$\{?([A-Z_0-9]+)", text)) <= handed_over | OWN_VARIABLES


def test_what_a_profile_adds_needs_no_variable_that_the_rest_does_not(text: str, composed: dict):
    """Compose puts variables into the whole file, whatever profile is asked for."""
    required = set(re.findall(r"\$\{([A-Z_]+):\?", text))
    alone = {name: service for name, service in composed["services"].items() if not service.get("profiles")}
    assert required == set(re.findall(r"\$\{([A-Z_]+):\?", yaml.safe_dump(alone)))


def test_no_port_is_opened_twice_and_nothing_inside_is_opened(composed: dict):
    opened = {name: service["ports"] for name, service in composed["services"].items() if "ports" in service}
    assert set(opened) == {"web", "https", "nginx", "prometheus"}
    assert opened["prometheus"] == ["127.0.0.1:9090:9090"]
    assert opened["web"] == ["${LISTEN:-127.0.0.1:8000}:8000"]
    assert composed["services"]["https"]["profiles"] != composed["services"]["nginx"]["profiles"]


def test_both_web_servers_of_a_profile_are_the_same(composed: dict):
    web, second = (dict(composed["services"][name]) for name in ("web", "web-b"))
    assert second.pop("profiles") == ["https", "nginx"]
    del web["ports"]
    assert web == second


@pytest.mark.parametrize("file", ["Caddyfile", "nginx.conf.template"])
def test_proxies_ask_the_two_web_servers(repository: Path, text: str, file: str):
    both = (repository / "deploy" / file).read_text() + text
    assert "web:8000" in both
    assert "web-b:8000" in both


def test_nginx_gets_every_variable_of_its_file(repository: Path, composed: dict):
    wanted = set(re.findall(r"\$\{([A-Z_]+)\}", (repository / "deploy/nginx.conf.template").read_text()))
    given = composed["services"]["nginx"]["environment"]
    assert wanted == given.keys() - {"NGINX_ENVSUBST_FILTER"}
    assert given["NGINX_ENVSUBST_FILTER"] == f"^({'|'.join(name for name in given if name in wanted)})$"


def test_commands_of_containers_are_commands_of_the_portal(composed: dict, repository: Path):
    for name in ("migrate", "worker"):
        python, manage, command = composed["services"][name]["command"][:3]
        assert (python, manage) == ("python", "manage.py")
        found = list(repository.glob(f"*/**/management/commands/{command}.py"))
        assert found or command == "migrate"


#: ``docker compose`` with its options, and the service that it names.
RUN = re.compile(r"^ {4}docker compose (?:--profile (\w+) )?(\w+)(.*)$", re.MULTILINE)


def test_commands_of_the_guide_name_services_and_commands_that_exist(repository: Path, composed: dict):
    guide = (repository / "docs/operations.md").read_text()
    lines = RUN.findall(guide)
    assert len(lines) > 8
    profiles = {one for service in composed["services"].values() for one in service.get("profiles", [])}
    for profile, command, rest in lines:
        assert not profile or profile in profiles
        assert command in {"build", "up", "run", "exec", "stop", "restart", "logs", "ps"}
        words = [word for word in rest.split("#")[0].split("<")[0].split(">")[0].split() if not word.startswith("-")]
        if command in {"run", "exec"} and "--entrypoint" not in rest:
            assert words[0] in composed["services"], rest
        if command in {"up", "restart", "stop"}:
            assert set(words) <= set(composed["services"]), rest
        for manage in re.findall(r"manage\.py (\w+)", rest):
            found = list(repository.glob(f"*/**/management/commands/{manage}.py"))
            assert found or manage in {"migrate", "createsuperuser"}, manage
