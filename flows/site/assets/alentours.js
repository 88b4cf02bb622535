// What stands around the map: buttons that lead overseas, and the nurseries that have no point.
'use strict';
(() => {
  const c = window.creches;
  const ici = id => document.getElementById(id);
  const METROPOLE = [[41.3, -5.2], [51.1, 9.6]];
  const LONGUEUR = 50; // names that stand below the map at most
  const VASTE = 4; // degrees: nurseries that lie further apart are shown with all of the mainland around them
  const loin = une => /^9[78]/.test(une.departement);

  // Moves the map to some nurseries; to mainland France when there are none.
  const cadrer = (carte, unes) => {
    const bornes = L.latLngBounds(unes.length ? unes.map(une => [une.latitude, une.longitude]) : METROPOLE);
    const pays = L.latLngBounds(METROPOLE);
    const vaste = pays.contains(bornes)
      && (bornes.getNorth() - bornes.getSouth() > VASTE || bornes.getEast() - bornes.getWest() > VASTE);
    carte.fitBounds(vaste ? pays : bornes, {padding: vaste ? [4, 4] : [40, 40], maxZoom: 12, animate: false});
  };
  // The mainland's when there are some: a view of all oceans would show nobody anything.
  const cadrerEnsemble = (carte, situees) => {
    const proches = situees.filter(une => !loin(une));
    cadrer(carte, proches.length ? proches : situees);
  };

  const parLieu = situees => {
    const lieux = new Map();
    situees.forEach(une => {
      const nom = loin(une) ? une.nom_departement : '';
      if (!lieux.has(nom)) lieux.set(nom, []);
      lieux.get(nom).push(une);
    });
    return [...lieux].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  };
  const proposerLieux = (carte, mots, situees) => {
    const lieux = parLieu(situees);
    ici('lieux').replaceChildren(...lieux.map(([nom, unes]) => {
      const texte = c.remplir(nom ? mots.lieu : mots.metropole, {nom, n: c.nombre(unes.length)});
      const bouton = c.element('button', {type: 'button', class: 'bouton'}, texte);
      bouton.addEventListener('click', () => cadrer(carte, unes));
      return bouton;
    }));
    const dit = c.element('span', {class: 'note'}, mots.outre_mer_aucun);
    if (!lieux.some(([nom]) => nom)) ici('lieux').replaceChildren(dit);
  };

  // On paper the map is as wide as a sheet; afterwards the reader finds it as it was.
  const suivreImpression = carte => {
    const boite = carte.getContainer();
    let avant = null;
    window.addEventListener('beforeprint', () => {
      if (ici('vue-carte').hidden) return;
      avant = [carte.getCenter(), carte.getZoom()];
      const vue = carte.getBounds();
      boite.classList.add('sur-papier');
      carte.invalidateSize({animate: false}).fitBounds(vue, {animate: false});
    });
    window.addEventListener('afterprint', () => {
      boite.classList.remove('sur-papier');
      if (avant) carte.invalidateSize({animate: false}).setView(...avant, {animate: false});
      avant = null;
    });
  };

  const direSansPoint = (mots, fiches, manquantes) => {
    const liens = manquantes.slice(0, LONGUEUR).map(une => c.element('li', {}, c.lien(fiches, une), `, ${c.cellules(mots, une).commune}`));
    const phrase = c.element('p', {}, c.compter(mots, 'sans_point', manquantes.length));
    const suite = manquantes.length > LONGUEUR ? [c.element('p', {}, mots.autres)] : [];
    ici('sans-point').replaceChildren(...(manquantes.length ? [phrase, c.element('ul', {}, ...liens), ...suite] : []));
  };

  Object.assign(c, {cadrerEnsemble, proposerLieux, direSansPoint, suivreImpression});
})();
