// What opens over a marker: a small dialog of texts and links. Focus goes in, and comes back when it closes.
'use strict';
(() => {
  const c = window.creches;

  const phrase = (mots, une) => c.remplir(mots.precision, {precision: c.precision(mots, une)});

  const seule = (mots, une) => {
    const dit = c.cellules(mots, une);
    const places = une.places === null ? mots.places_inconnues : c.compter(mots, 'places', une.places);
    const codes = ['categorie', 'forme', 'statut'].map(nom => c.remplir(mots[`ligne_${nom}`], {valeur: dit[nom]}));
    return [`${dit.commune}, ${dit.departement}`, ...codes, places, phrase(mots, une)].map(texte => c.element('p', {}, texte));
  };
  const plusieurs = (mots, fiches, membres) => {
    const ensemble = c.memeLieu(membres);
    const suite = une => (ensemble ? c.cellules(mots, une).commune : `${c.cellules(mots, une).commune}, ${c.precision(mots, une)}`);
    const liste = c.element('ul', {}, ...membres.map(une => c.element('li', {}, c.lien(fiches, une), `, ${suite(une)}`)));
    return ensemble ? [liste, c.element('p', {}, phrase(mots, membres[0]))] : [liste];
  };

  const contenu = (mots, fiches, groupe) => {
    const [une] = groupe.membres;
    const seul = groupe.membres.length === 1;
    const titre = c.element('h3', {id: 'titre-bulle'}, seul ? c.lien(fiches, une) : groupe.nom);
    const fermer = c.element('button', {type: 'button', class: 'bouton'}, mots.fermer);
    const corps = seul ? seule(mots, une) : plusieurs(mots, fiches, groupe.membres);
    const dialogue = {role: 'dialog', 'aria-labelledby': 'titre-bulle', tabindex: '-1', class: 'bulle'};
    const boite = c.element('div', dialogue, titre, ...corps, fermer);
    return [boite, fermer];
  };

  // Opens it at a group; `revenir()` puts the focus back to the marker that it was opened from.
  const ouvrirBulle = (carte, mots, fiches, groupe, revenir) => {
    const [boite, fermer] = contenu(mots, fiches, groupe);
    const bulle = L.popup({closeButton: false, minWidth: 200, maxWidth: 300, maxHeight: 300, className: 'bulle-cadre'});
    bulle.setContent(boite).setLatLng(groupe.centre);
    bulle.on('remove', () => { if (boite.contains(document.activeElement) || document.activeElement === document.body) revenir(); });
    boite.addEventListener('keydown', e => {
      if (e.key === 'Escape') carte.closePopup(bulle);
      e.stopPropagation(); // arrows and letters are for what is read here, not for the map
    });
    fermer.addEventListener('click', () => carte.closePopup(bulle));
    carte.getContainer().scrollIntoView({block: 'nearest'}); // all of it fits a screen, and so does what opens in it
    bulle.openOn(carte);
    boite.focus({preventScroll: true});
  };

  Object.assign(c, {ouvrirBulle});
})();
