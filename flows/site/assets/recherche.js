// Which nurseries a reader looks for: all words, in any order, each the beginning of a word of the row. No page, no network.
'use strict';
(() => {
  const PLUS_DE = 5; // letters of a word from which one slip is forgiven
  const NEUTRES = new Set(['creche', 'creches']);

  // As `folded` of flows/site/rows.py.
  const plier = texte => texte.toLowerCase().normalize('NFKD').replace(/œ/g, 'oe').replace(/æ/g, 'ae')
    .replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

  // "L'Étoile" is found by "etoile" and by "letoile", "Saint-Denis" by "st denis".
  const cherchable = texte => {
    const serre = texte.replace(/(\p{L})['’ʼ](\p{L})/gu, '$1$2');
    const plie = plier(serre === texte ? texte : `${texte} ${serre}`);
    const court = plie.includes('saint') ? ` ${plie.replace(/\bsaint(e?)\b/g, 'st$1')}` : '';
    const colles = [...plie.matchAll(/\b(micro|multi) (\p{L}+)/gu)].map(([, debut, fin]) => ` ${debut}${fin}`).join('');
    return ` ${plie}${court}${colles}`;
  };

  // A code by itself and by its word: who reads English finds "creche_collective" by either.
  const parCode = (dits, code) => (!code || /^inconnu$/i.test(code) ? '' : `${code} ${Object.hasOwn(dits, code) ? dits[code] : ''}`);
  const trouvable = (mots, une) => ['forme', 'categorie', 'taille'].map(nom => parCode(mots[nom], une[nom])).join(' ')
    + (une.itinerante === 'true' ? ` ${mots.itinerante}` : '');

  // The lines of creches.json -> rows by name of column, with what they are searched by.
  const rangees = (lu, mots) => lu.lignes.map((ligne, rang) => {
    const une = {rang};
    lu.colonnes.forEach((nom, n) => { une[nom] = ligne[n]; });
    const [gestionnaire, forme, plus] = lu.gestionnaires[une.gestionnaire] || ['', 'INCONNU', ''];
    une.forme = forme;
    une.nom_departement = Object.hasOwn(lu.departements, une.departement) ? lu.departements[une.departement] : '';
    const region = Object.hasOwn(lu.regions, une.departement) ? lu.regions[une.departement] : '';
    une.position = une.longitude === null || une.latitude === null ? 'aucune' : une.geo_precision;
    une.places = une.capacite === '' ? null : Number(une.capacite);
    const lieu = [une.commune, une.code_postal, une.nom_departement, une.departement, region];
    une.texte = cherchable([une.nom, une.autres_noms, ...lieu, gestionnaire, plus, trouvable(mots, une)].join(' '));
    return une;
  });

  // Whether a word begins with another one but for one letter more, less, other, or two that changed places.
  const presque = (mot, autre) => {
    let i = 0;
    while (i < mot.length && mot[i] === autre[i]) i += 1;
    const [reste, suite] = [mot.slice(i), mot.slice(i + 1)];
    return autre.startsWith(suite, i + 1) || autre.startsWith(reste, i + 1) || autre.startsWith(suite, i)
      || (mot[i] === autre[i + 1] && mot[i + 1] === autre[i] && autre.startsWith(mot.slice(i + 2), i + 2));
  };

  let vocabulaire = null; // every word of every row, made when it is first needed or when there is time
  const apprendre = toutes => {
    vocabulaire = vocabulaire || [...new Set(toutes.flatMap(une => une.texte.trim().split(' ')))];
    return vocabulaire;
  };
  // What a word may have been meant to be: itself when some word begins so, else those that are one slip away.
  const proches = (mot, toutes) => {
    const connus = apprendre(toutes);
    if (mot.length < PLUS_DE || connus.some(autre => autre.startsWith(mot))) return [mot];
    const [a, b] = mot;
    const debut = autre => autre[0] === a || autre[1] === a || autre[0] === b; // a wrong first letter is not forgiven
    return connus.filter(autre => autre.length >= mot.length - 1 && debut(autre) && presque(mot, autre)).slice(0, 20);
  };

  // SCOP takes every kind of Scop, SCOP_SEULE those of which no more is known, SCOP_SARL itself.
  const deLaForme = (forme, voulue) => forme === voulue || forme.startsWith(`${voulue}_`) || `${forme}_SEULE` === voulue;
  const parFiltres = (une, etat) => (!etat.departement || une.departement === etat.departement)
    && (!etat.forme || deLaForme(une.forme, etat.forme)) && (!etat.categorie || une.categorie === etat.categorie);

  const avec = (liste, groupes) => liste.filter(une => groupes.every(mots => mots.some(mot => une.texte.includes(` ${mot}`))));

  // `toutes` in the order wanted -> {trouvees, note}: the rows found in that order, and '' or why they are not exact ones.
  const chercher = (toutes, etat) => {
    const mots = [...new Set(plier(etat.q).split(' ').filter(Boolean))];
    const filtrees = toutes.filter(une => parFiltres(une, etat));
    const trouvees = avec(filtrees, mots.map(mot => [mot]));
    if (trouvees.length || !mots.length) return {trouvees, note: ''};
    const autres = mots.filter(mot => !NEUTRES.has(mot));
    const sans = autres.length && autres.length < mots.length ? avec(filtrees, autres.map(mot => [mot])) : [];
    if (sans.length) return {trouvees: sans, note: 'sans_creche'};
    const autour = avec(filtrees, mots.map(mot => proches(mot, toutes)));
    return {trouvees: autour, note: autour.length ? 'proche' : ''};
  };

  window.creches = {plier, rangees, apprendre, chercher, recus: {}};
})();
