// What a reader asked for, in the address of the page: it can be shared, and the back button goes to what was before.
'use strict';
(() => {
  const TRIS = ['nom', 'commune', 'departement', 'categorie', 'forme', 'places', 'position', 'statut'];
  const VIDE = {q: '', departement: '', forme: '', categorie: '', tri: 'nom', sens: 'croissant', vue: 'liste', page: 1};
  const DANS_LISTES = ['departement', 'forme', 'categorie'];

  // The state of an address; `connus[name]` are the values that a filter offers, anything else is ignored.
  const lire = (recherche, connus) => {
    const dit = new URLSearchParams(recherche);
    const etat = {...VIDE, q: (dit.get('q') || '').slice(0, 100)};
    DANS_LISTES.forEach(nom => { if (connus[nom].has(dit.get(nom))) etat[nom] = dit.get(nom); });
    if (TRIS.includes(dit.get('tri'))) etat.tri = dit.get('tri');
    if (dit.get('sens') === 'decroissant') etat.sens = 'decroissant';
    if (dit.get('vue') === 'carte') etat.vue = 'carte';
    if (/^[1-9][0-9]{0,4}$/.test(dit.get('page') || '')) etat.page = Number(dit.get('page'));
    return etat;
  };

  // What its address asks for: what is as at first is not said.
  const demande = etat => {
    const dit = new URLSearchParams();
    Object.keys(VIDE).forEach(nom => { if (etat[nom] !== VIDE[nom]) dit.set(nom, etat[nom]); });
    const texte = dit.toString();
    return texte ? `?${texte}` : '';
  };
  const ecrire = etat => `${location.pathname}${demande(etat)}`;

  // Whether the reader may have asked for too much: several words, or a filter.
  const exigeant = etat => etat.q.trim().includes(' ') || DANS_LISTES.some(nom => etat[nom]);

  Object.assign(window.creches, {TRIS, VIDE, lire, demande, ecrire, exigeant});
})();
