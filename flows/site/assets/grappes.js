// Points that lie near each other on the screen become one marker; what such a marker is called. No map, no page.
'use strict';
(() => {
  const c = window.creches;
  const PRES = 46; // pixels: two markers must not touch, and each must be large enough for a finger

  // `points` [{une, x, y}] in pixels of one scale -> groups [{membres, x, y}]; the same points give the same groups.
  const grouper = points => {
    const cases = new Map();
    const groupes = [];
    points.forEach(({une, x, y}) => {
      const [cx, cy] = [Math.floor(x / PRES), Math.floor(y / PRES)];
      let pris = null;
      for (let i = cx - 1; i <= cx + 1; i += 1) {
        for (let j = cy - 1; j <= cy + 1; j += 1) {
          (cases.get(`${i} ${j}`) || []).forEach(groupe => {
            if (!pris && Math.hypot(groupe.x - x, groupe.y - y) < PRES) pris = groupe;
          });
        }
      }
      if (pris) pris.membres.push(une);
      else {
        pris = {membres: [une], x, y};
        groupes.push(pris);
        cases.set(`${cx} ${cy}`, [...(cases.get(`${cx} ${cy}`) || []), pris]);
      }
    });
    return groupes;
  };

  const memePoint = membres => membres.every(une => une.latitude === membres[0].latitude && une.longitude === membres[0].longitude);

  // Whether one sentence tells where they all stand.
  const memeLieu = membres => memePoint(membres)
    && membres.every(une => ['geo_precision', 'geo_rayon_m', 'commune'].every(nom => une[nom] === membres[0][nom]));

  const distance = (mots, metres) => {
    if (metres === null) return mots.distance_inconnue;
    const km = Math.round(metres / 100) / 10;
    return metres < 1000 ? c.remplir(mots.metres, {n: c.nombre(metres)}) : c.remplir(mots.kilometres, {n: c.nombre(km)});
  };
  // Where the point stands, in words: "au centre de la commune, à 3,8 km près".
  const precision = (mots, une) => c.remplir(mots[une.geo_precision] || mots.commune, {rayon: distance(mots, une.geo_rayon_m)});

  // Names of rows that nobody mistakes for another: name and commune, and the id of those that share both.
  const nommer = trouvees => {
    const vus = new Map();
    const court = une => [une.nom, une.commune].filter(Boolean).join(', ');
    trouvees.forEach(une => vus.set(court(une), (vus.get(court(une)) || 0) + 1));
    return une => (vus.get(court(une)) > 1 ? `${court(une)}, ${une.id}` : court(une));
  };

  const lieu = (mots, membres) => {
    if (memeLieu(membres) && membres[0].commune) return `${membres[0].commune}, ${precision(mots, membres[0])}`;
    const noms = [...new Set(membres.map(une => une.nom_departement || mots.inconnu))];
    return noms.length === 1 ? noms[0] : c.remplir(mots.departements, {n: c.nombre(noms.length)});
  };

  // Gives each group its `nom`, no two the same.
  const baptiser = (mots, groupes, nomDe) => {
    const vus = new Map();
    groupes.forEach(groupe => {
      const [une] = groupe.membres;
      const seul = groupe.membres.length === 1;
      const texte = c.remplir(mots.grappe, {n: c.nombre(groupe.membres.length), lieu: lieu(mots, groupe.membres)});
      groupe.nom = seul ? `${nomDe(une)}, ${precision(mots, une)}` : texte;
      vus.set(groupe.nom, (vus.get(groupe.nom) || 0) + 1);
    });
    const pris = new Set();
    groupes.forEach(groupe => {
      const premier = groupe.nom;
      const [{commune, id}] = groupe.membres;
      if (vus.get(premier) > 1) groupe.nom = c.remplir(mots.grappe_vers, {nom: premier, commune: commune || id});
      if (pris.has(groupe.nom)) groupe.nom = `${groupe.nom}, ${id}`;
      pris.add(groupe.nom);
    });
    return groupes;
  };

  Object.assign(c, {grouper, memePoint, memeLieu, precision, nommer, baptiser});
})();
