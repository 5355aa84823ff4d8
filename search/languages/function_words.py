"""Stop words: words that carry grammar rather than meaning, by language. A query never requires them.

Short on purpose: articles, pronouns, prepositions, conjunctions, auxiliaries and question words.
"""

from search.languages.text import GRAMMAR_ABBREVIATIONS

_WORDS = {
    "en": """
        a about after all also am an and any are as at be because been before being between both
        but by can could did do does for from had has have he her here him his how i if in into
        is it its just me more most my no nor not of on one or other our out over own she should
        so some such than that the their them then there these they this those through to too
        under up us was we were what when where which while who whom why will with would you
        your
    """,
    "da": """
        ad af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig
        din disse dog du efter eller en end er et for fra får før ham han hans har havde have
        hende hendes her hos hun hvad hvem hver hvilke hvilken hvis hvor hvordan hvorfor hvornår
        i ikke ind jeg jer jo kan kunne man med meget men mig min mine mod mon må ned noget
        nogle nu når og også om op os over på sammen selv sig sin sine skal skulle som sådan thi
        til ud under var vi vil ville vor være været
    """,
    "nb": """
        alle at av både blant ble bli blir da de deg dem den denne der deres det dette din disse
        du eller en enn er et etter for fra får før ha hadde han hans har henne hennes her hos
        hun hva hvem hver hvilke hvilken hvis hvor hvordan hvorfor i ikke inn jeg jo kan kunne
        man med meg mellom men mer min mitt mot mye må ned noe noen nå når og også om opp oss
        over på samme seg selv sin sine sitt skal skulle som så til under ut var ved vi vil
        ville vår være vært
    """,
    "nn": """
        alle at av båe blei bli blir da de deg dei dette den denne der deira det di disse du eg
        ei ein eit eller enn er etter for frå før han hans har hennar her hjå ho hos honom hva
        hvis i ikkje inn ja kan kva kvar kven kvifor korleis kunne man med meg mellom men mi min
        mot mykje må ned no noko nokon nokre når og også om opp oss over på same seg sidan sin
        sine sitt skal skulle som så til um under upp ut var vart ved vera vere vi vil ville vår
        vore
    """,
    "sv": """
        alla allt att av blev bli blir både de dem den denna deras dess dessa det detta dig din
        dina ditt du där då efter ej eller en er era ett från för ha hade han hans har hen henne
        hennes hon honom hur här i icke inom inte jag ju kan kunde man med mellan men mer mig
        min mina mitt mot mycket måste ned ni nu någon något några när och också om oss på samma
        sedan sig sin sina sitt själv ska skall skulle som så till under upp ut utan vad var
        vara varför varit varje vem vi vid vilka vilken vilket vill vår våra åt är över
    """,
    "fi": """
        ehkä ei eivät eli emme en ennen entä et ettei että he heidän heille heitä hän hänen
        hänet häntä ilman itse ja jo joiden joita joka jokin joko jolla jonka jos joskus jossa
        josta jota jotka jotta kai kaikki kanssa ken keskellä kohti koko koska kuin kuinka kuka
        kun kuten kyllä me meidän meille meitä miksi mikä mille millainen minkä minun minut
        minulla minulle minua minä missä mistä mitä mitään mukaan mutta myös ne niiden niin
        niistä niitä noin nuo nyt näin nämä olemme olen olet olette oli olimme olin olisi olivat
        olla olleet ollut on ovat se sekä sen siinä siis siitä sillä sinun sinä sitä taas tai te
        teidän tuo tähän tällä tämä tämän tästä tätä vai vaikka vain vielä voi voivat yli
    """,
    "is": """
        að af allir allt annað annar á án ásamt áður bara báðir ef eftir ekki en er eru eða ég
        ein einn eitt engin enn fara frá fyrir gegn geta getur ha hafa hafði hana hann hans hún
        hefur hennar henni hér hið hin hinn hjá honum hvað hvaða hvar hvenær hver hvernig hvers
        hvort í inn já jafnvel kom kunna með meðal mér mig milli mín minn mitt mjög muni mun
        munu nei né nema niður nú nær of og okkar okkur opp ræða sem sé séu sér sig sín sinn
        sinna sitt skal skulu sú svo til um undir upp úr út var vegna vera verða verður verið
        við vil vilja voru það þannig þar þá þeim þeir þeirra þegar þess þessi þessu þetta þér
        þig þín þitt þó þú því þær yfir
    """,
    "fo": """
        á at av aftur alt annað áðrenn bæði bara burtur eg ein eina eini eitt eru er eisini enn
        ella fleiri frá fyri fyrr gjøgnum hana hann hansara har hava havi hevði hevur hendan her
        hesin hetta hin hja hon hvat hvar hvør hví hvussu í ið ikki inn jú kann kundi maður man
        meira men meðan mær meg millum mín mítt mong móti nú næstan niður nøkur nakað nakar og
        okkara okkum om onnur sær seg sín sítt skal skuldi so sum tað tann tá tær teir tey til
        tí tín títt tú um undir uppá upp út úr var varð vera verða verður við vit vóru ta teirra
        tess yvir
    """,
    "se": """
        ahte ain dahje dainna dan das dat dasa de dien diet dii diein don du eai eaba ii in it
        ja jos juos go gal gii goas gos gosa guhte gude leat lea leai ledje lei lean lii mat mii
        mas masa maid manne min mu mun munno muhto nu nuppi ovdal sii sin soai son su ten vai
        vel vuoi fal gaskkas haga maŋŋel mielde olis vuolde badjel birra
    """,
}

#: Abbreviations of such words, as they are written without dots.
_ABBREVIATIONS = {
    "en": "eg etc ie",
    "da": "dvs evt feks fx ift iht jf mfl mht mv osv pga vha",
    "nb": "dvs evt feks ifm iht jf mfl mht mv osv pga vha",
    "nn": "dvs evt feks ifm iht jf mfl mv osv pga",
    "sv": "dvs ev mfl osv pga tex",
    "fi": "esim jne ks mm ns ym yms vrt",
    "is": "osfrv sbr skv",
}

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(f"{words} {_ABBREVIATIONS.get(code, '')}".split()) | GRAMMAR_ABBREVIATIONS
    for code, words in _WORDS.items()
}
