"""Words that say when, how much or how gladly rather than what: two texts that share them are not about the same thing.

The search keeps them, since people look for phrases that hold them; they are no reasons for an element of the model.
"""

_WORDS = {
    "en": """
        again almost already always another away back began begin better big bigger come comes daily day days
        different done easier easily easy enough even ever every far few finally first found four full gave get
        gets give gives gladly go goes going good got great half hard help helped helps here high immediately
        instead keep kept know large larger last later least left less let like little long longer look made
        make makes many maybe meet meets met month months much must need needed needs never new newer next
        nobody nothing now off often old older once only open part people perhaps place places put quickly quite
        rather ready really right said same saw see seen several short shorter shortly show shows simple since
        small smaller something soon start started still take taken takes tell ten thing things think three time
        times today together tomorrow too took tried try two until use used uses usually very want wanted wants
        way ways week weeks well went whole within without work worked works year years yet
    """,
    "da": """
        aldrig alene allerede altid anderledes andre bagefter bare bedre begge begynde begyndte behov behøver
        bestemmer blandt brug bruge bruger bruges brugt dag dage derefter derfor derpå do dybt efterhånden
        eneste enkelt ens enten faktisk fandt fik finder fire flere fleste folk forskellige forskelligt først
        første gamle ganske gav gerne giver gjorde gjort gode godt gå går gør gøre halv halve hele helt hjælp
        hjælper hold holder hurtigere hurtigt hvert igen igennem ind indtil ingen intet især kom komme kommer
        kort kortere lade lagt lange langt lave laver lavet lettere lidt lige ligger lille lod længe længere
        mange mindre mindst minutter måde måned måneder måske mødes mødte nemmere nemt netop ny nye nyt nærmere
        næste næsten ofte omkring open plads sag sagde samme samtidig se ser siden sidst sidste siger sjældent
        små snart stadig start startede sted steder stor store stort står større største svært synes så særligt
        tage tager tid tider tilbage ting tit to tre tro uden uge uger undervejs unge valgte ved vej vejen vide
        vidste viser vist være åben åbne år års øvrige
    """,
    "nb": """
        aldri alene allerede alltid andre annen annet bare bedre begge begynne begynte behov bestemmer bruk
        bruke bruker brukes brukt dag dager deretter derfor enkelt enkelte ennå ens enten etterpå faktisk fant
        fikk finner fire flere fleste folk forskjellige fort fortsatt først første ga gamle ganske gav gir
        gjennom gjerne gjorde gjort gjør gjøre gode godt gå går halv halve hele helt hjelp hjelper holder igjen
        ingen ingenting inntil især kanskje kom komme kommer kort kortere lage lager laget lange langt lenge
        lengre lettere ligger like liten litt lot lå mange mindre minst minutter måned måneder måte møtes møtte
        neste nesten nettopp ny nye nytt nærmere ofte omkring plass samme samtidig se ser siden sier sist siste
        sjelden små snart start startet sted steder stor store stort står større største svært synes så særlig
        ta tar tid tider tilbake ting to tre tror uke uker underveis uten valgte vei veien viser visste åpen
        åpne år
    """,
    "nn": """
        aldri aleine allereie alltid andre anna begge berre betre bruk brukar bruke brukt byrja byrje dag dagar
        derfor enkelt enno fann fekk finn fire fleire flest folk først første gamle ganske gav gir gjennom gjer
        gjere gjerne gjorde gjort gode godt gå går heile heilt held hjelp hjelper igjen ingen kanskje kjem kom
        kome kort kortare lagar lage lange langt lenge lengre lettare ligg liten litt mange mindre minst månad
        månader måte møtest neste nesten ny nye nytt ofte open opne plass same samstundes seier ser sidan siste
        sjå små snart stad stader start stor store stort står større så ta tek tid tilbake ting to tre trur utan
        veg vegen veke veker viser år
    """,
    "sv": """
        aldrig alltid andra annan annat använda använder används använt bara behov behöver bestämmer bra bruk
        bättre båda börja började dag dagar därefter därför enda enkelt enkla ens ensam faktiskt fann fick finns
        fler flera flesta folk fort fortfarande fyra först första gamla ganska gav genom ger gjorde gjort goda
        gott gärna gå går gör göra halv halva hela helt hjälp hjälper håller igen ingen ingenting inget just
        kanske kom komma kommer kort kortare ligger lika lite liten länge längre lät lättare långa långt mindre
        minst minuter månad månader många möts mötte ny nya nytt närmare nästa nästan ofta olika omkring plats
        redan sak saker samma samtidigt se ser sist sista små snart start startade stor stora stort ställe
        ställen står större största svårt säger sällan särskilt sätt så ta tar tid tider tillbaka tills tre tror
        två tycker utan vecka veckor visar visste vägen år öppen öppna
    """,
    "fi": """
        aika aikaa aina ainoa ajan alkaa alkoi alku antaa antoi apu apua asia asiat asioita auttaa edelleen
        ehtiä enemmän eniten ensi ensimmäinen eri erilainen erityisesti esimerkiksi haluaa halusi helpompi
        helposti helppo heti hieman hyvin hyviä hyvä hyvät ihan ihmiset ihmisiä iso isompi jokainen joku jonkin
        jälkeen jälleen kaksi kanssa kauan kauas kerran kerta kertoa kertoi kesken keskustella kohta kokonaan
        kolme koskaan kuitenkin kuukausi käy käytettiin käytti käyttää käytössä lisäksi lopulta lyhyempi lyhyt
        lähes löytyi löytää melkein melko menee meni mieluummin monet moni monta muita muu muut määrä nopea
        nopeampi nopeasti nyt näkee näki näyttää oikein olemassa oma omat osa osaa paikan paikat paikka paljon
        paras parempi pian pidempi pienempi pieni pitkä pitkään pitää puoli päivä päivät päivää saa saada saapua
        sai sama samaan samalla sanoa sanoi seuraava seuraavan silti suurempi suuri suurin syy tapa tapaa
        tapahtuu tarve tarvitsee tehdä tehdään tehty tekee teki tiesi tietää tilanne toinen toiset tosi tulee
        tuli tuntia tärkeä usein uuden uudet uusi uutta vaikea valmis vasta viikko viikkoa viime viimeinen
        vuoden vuosi vuosien vuotta vähemmän vähän yhdessä yhä yksi ympäri
    """,
    "is": """
        aftur aldrei aldur allt alltaf annars auðveldara auðvelt aðeins bara betra betri byrja byrjaði báðir dag
        daga dagar dagur einfalt eingöngu einhver einn einnig einu ekkert enginn enn fannst fengu fer fjórir
        fleiri flestir fljótlega fljótt fram framvegis fyrst fyrsta fyrsti fá fékk fólk gaf gamall gera gerir
        gert gerði gjarnan gott góð góður hafa halda hjálp hjálpa hjálpar hver hvergi hverju hálf kannski kemur
        kom koma langan langt lengi lengri lengur liggur léttara lítill lítið margir maður meira meiri mest
        minna minni mánuð mánuðir mínútur nokkrir nota notar notað næst næsta næsti næstum nú ný nýja nýtt oft
        oftast opinn opið par réttur sagði sama saman segir seinna seint sinn sinni sjaldan sjá skipti stað
        staðir staður strax stutt styttra stærri stærsti stór stórt svo sér síðan síðast síðasta taka tekur til
        tveir tvær tíma tími um undir upp varð vika vikur vildi vill vissi vita vísar yfir á ár ára árum í önnur
        öðruvísi ýmsir þess þrjár þrír þá þörf
    """,
}

VAGUE_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
