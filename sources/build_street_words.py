"""Builds `street_words.txt.gz`: words that stand in names of streets, so none of them is a slip of the pen for another.

From real street names (DILA's town halls, Licence Ouverte 2.0), from the communes of the gazetteer, and from a list of
words that streets are often named after. Run it again with another CSV that has a column `voie`:

    python -m sources.build_street_words tests/data/mairies.csv.gz
"""

import csv
import gzip
import sys
from pathlib import Path

from sources.commune_spelling import key
from sources.commune_table import rows

TARGET = Path(__file__).with_name("street_words.txt.gz")
SHORTEST = 4  # letters; a shorter word is compared letter by letter anyway
COMMON = """
    abattoir abbaye abbe abeilles abreuvoir acacia acacias acajou acanthes aiguillettes ajoncs albatros albert
    albin alexandre alfred alger alisiers alouette alouettes alpes alphonse alsace amandier amandiers ambroise
    amiral ampere anatole ancien ancienne ancre andre anemones ange anges anne antoine arago arbousiers arbre
    arbres arcades ardennes argonne aristide armand armistice arsenal arthur artisans asile aspirant atlantique
    aube aubepine aubepines auberge aubert aubier aubin auguste aulnes aumone aurore austerlitz automne avenir
    aviateur aviation bains balzac barbusse barrage barre barres barriere barrieres bascule basse basses bastide
    bastille bateliers baudelaire beau beaujolais beaumarchais beauregard beausejour beethoven bellevue
    belvedere benoit berger bergeres bergerie bergeronnettes bergers berlioz bernard berthelot bertrand biches
    bizet blaise blanc blanche bleuets boeufs bois bordeaux bouchard bouchardon boulangers bouleau bouleaux bourg bourgogne
    bouvreuil braille brandt branly bretagne briand brise brossolette bruyere bruyeres buisson buissons butte
    caillou cailloux calvaire camelias camille camp campagne canal canards canton carmes carnot carrefour
    carriere carrieres casanova cascade caserne casino castel cedre cedres celestin centre cerf cerises cerisier
    cerisiers chalet chalets champ champs chant chantier chantilly chapelle chardin chardonnerets charles charme
    charmes charmettes charmille charmilles charpentiers charretiers charrieres charron charrue chasse chasseurs
    chataignier chataigniers chateau chaumiere chausses chene chenes chevaliers chevre chevrefeuille cigales
    cigognes cimetiere clair claude clemenceau clocher cloitre clos clotilde clovis colbert colline collines
    colombe colombes colombier comete commerce commune concorde condorcet coquelicot coquelicots cordeliers
    cordiers cordonniers cormiers cornouillers coteau coteaux cottage coubertin couvent crayeres crete croix
    curie cygne cygnes cypres dahlias danton daudet daumier david debussy degas delacroix delaunay desire
    diderot digue docteur dolmen domaine dragons drapiers dunes ebenistes echo ecluse ecole ecoles ecureuil
    ecureuils edouard eglantiers eglantine eglise emile epargne epine epines erable erables ermitage ernest
    escale espace esperance est etang etangs etienne etoile eugene europe fabre fabrique faisan faisans falaise
    faubourg fauvette fauvettes felix fenelon ferdinand ferme fermes ferry figuier figuiers filature flandre
    flandres flaubert fleur fleurs fleury foch fontaine fontaines foret forge forgerons forges fosse fosses
    fougeres four fours foyer fraisiers france franklin fraternite frederic frene frenes freres fresnes fusilles
    fusillies galilee gallieni gambetta garde gare garenne garennes gauguin gaulle genets geneve genevrier
    georges gerard germain gilbert girondins glacis glycines goelands gounod grange granges gravelle graviers
    grenoble griffon grives gruyeres gue guesde guillaume guynemer haie haies halage halle halles hameau haute
    hauts henri herbages heron herons hetre hetres hirondelle hirondelles hoche hopital horloge hortensias
    hospice hotel houx hugo hussards ifs industrie iris isly italie jacinthes jacques jardin jardins jasmin
    jaures jean jeanne jeu joffre joie joliot jonquilles joseph juillet juin jules juliette kellermann kennedy
    kleber labour laboureurs lac lafayette lamarck lamartine landes landrin lannes laurier lauriers lavande
    lavandes lavandieres lavoir lavoisier leclerc lecointre ledru lefevre legion lemoine leon leonard lesage
    liberation liberte lices lievre lievres lilas limites lin linieres lion loges loire loisirs lorraine lotus
    louis louise loup loups lucien luciole lulli lune lyautey lyon macon madeleine mader magenta magnolia
    magnolias mail maire mairie mairies maitre malherbe malraux manoir mansart marais marat marbre marc marceau
    marcel marchal marche marches mare marechal mares marguerite marguerites marie marin marine marins marivaux
    marlin marne maronniers marronnier marronniers marseille martin martinet martinets martyrs massenet maurice
    mauve mauves mayenne mazarin melezes menuisiers mercier meriers merisier merisiers merle merles mermoz
    mesange mesanges messageries meunier meuniers michel michelet midi millet mimosa mimosas mirabeau mission
    moines moliere monet monge montagne montaigne montesquieu montgolfier montmartre monument moreau mouettes
    moulin moulins mozart muguet muguets mulhouse murier muriers murs musee musset myosotis nancy nantes
    napoleon nation nationale naulin neuf neuve nobel noisetier noisetiers nord normandie notre nouvelle noyer
    noyers oiseau oiseaux olivier oliviers ombre orange orangers orchidees orleans orme ormeau ormeaux ormes
    orties osiers ouche ouest paix palais palmiers panorama paquerette paquerettes paradis parc paris parmentier
    pascal passerelle pasteur patis patrie paul pavillon pavillons paysans peche pecher pechers pecheurs peguy
    peintres pelouse perdrix peri perriere perrieres pervenches peuplier peupliers philippe picardie picasso
    pierre pierres pigeonnier pilon pinede pinedes pins pinson pinsons pivoines place plage plaine plaines plan
    platane platanes plateau pluviers poincare pointe poirier poiriers pommier pommiers pompe pompidou pompiers
    pont ponts porte portes poste postes potier potiers poudriere poulbot prairie prairies presbytere president
    pressoir prevert prieure primeveres principale printemps progres prunelliers prunier pruniers puits pyrenees
    quatre quinconces rabelais racine rameau ramier ravel raymond reine remparts remy renaissance renan renard
    renards renoir republique reservoir resistance retz reunion rhin rhone ribot richelieu rigoles rivage
    rivages riviere robert robespierre robin roche rocher rochers rodin rohan roi rois roland rolland romain
    romarin ronde ronsard rose roseau roseaux roses rosier rosiers rossignol rossignols rostand rouen rouge
    rouget rousseau ruisseau ruisseaux sable sables sablons sabotiers sacre saint sainte salengro salvador sand
    sapin sapins sarrasin saule saules savoie schoelcher schuman sebastopol seine semard senateur seringas serre
    serres serrurier sevigne sisley soleil solferino sorbier sorbiers soudan soulier source sources stade
    stalingrad stendhal strasbourg stuart sud suffren sully surcouf sureau sureaux tailleurs tamaris tanneries
    tanneurs temple templiers terrasse terrasses terres theatre thiers tilleul tilleuls tisserands tisseurs
    tivoli tonneliers toulouse tour tourelle tourelles tournesols tours tourterelles trembles triolet troenes
    trois tuilerie tuileries tulipe tulipes turenne union urbain usine vaillant vallee vallon vallons valmy
    valois vanneau vanneaux vanneurs vannier vanniers varennes vauban vaugirard vendanges vendee vent vents
    vercors verdi verdier verdiers verdon verdun verger vergers verlaine vermeer verne vernet versailles vert
    verte victoire victor vieille vierge vieux vigne vigneron vignerons vignes vignoble vigny village villars
    ville villon vincent violette violettes violon violons vivier viviers voie voltaire vosges vues wagner
    watteau weil wilson yser yves zola
"""


def words(csv_file: Path) -> list[str]:
    """Every word, folded, sorted."""
    with gzip.open(csv_file, "rt", encoding="utf-8", newline="") as file:
        names = [row["voie"] for row in csv.DictReader(file)]
    names += [row.nom for row in rows()]
    found = {word for name in (*names, COMMON) for word in key(name).split()}
    return sorted(word for word in found if len(word) >= SHORTEST and word.isalpha())


def main() -> None:
    """Writes the file anew; the same inputs give the same bytes."""
    text = "\n".join(words(Path(sys.argv[1]))) + "\n"
    with TARGET.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as file:
        file.write(text.encode("ascii"))


if __name__ == "__main__":
    main()
