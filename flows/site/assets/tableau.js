// The table: one page of rows at a time, headings that sort, links to the other pages. Texts only, never HTML.
'use strict';
(() => {
  const PAR_PAGE = 50;
  const langue = document.documentElement.lang;
  const nombres = new Intl.NumberFormat(langue === 'en' ? 'en-GB' : langue);
  const nombre = n => nombres.format(n);
  const remplir = (texte, valeurs) => texte.replace(/\{(\w+)\}/g, (tout, nom) => (nom in valeurs ? String(valeurs[nom]) : tout));
  const compter = (mots, cle, n) => remplir(mots[`${cle}_${n === 1 || (langue === 'fr' && n === 0) ? 'one' : 'many'}`], {n: nombre(n)});

  // An element with attributes and children, which are elements or texts.
  const element = (nom, attributs = {}, ...enfants) => {
    const fait = document.createElement(nom);
    Object.entries(attributs).forEach(([cle, valeur]) => fait.setAttribute(cle, valeur));
    fait.append(...enfants);
    return fait;
  };

  const dit = (mots, colonne, code) => (Object.hasOwn(mots[colonne], code) ? mots[colonne][code] : code);
  const departement = (mots, une) => (une.departement ? `${une.nom_departement || une.departement} (${une.departement})` : mots.inconnu);

  // What a row says in each column, as texts.
  const cellules = (mots, une) => ({
    commune: une.commune || mots.inconnu,
    departement: departement(mots, une),
    categorie: dit(mots, 'categorie', une.categorie),
    forme: dit(mots, 'forme', une.forme),
    places: une.places === null ? mots.inconnu : nombre(une.places),
    position: dit(mots, 'position', une.position),
    statut: dit(mots, 'statut', une.statut),
  });

  const lien = (fiches, une) => element('a', {href: `${fiches}${encodeURIComponent(une.id)}.html`}, une.nom || une.id);

  const rangee = (mots, fiches, titres, une) => {
    const tr = element('tr', {}, element('th', {scope: 'row'}, lien(fiches, une)));
    Object.entries(cellules(mots, une)).forEach(([colonne, texte]) => {
      const etiquette = {class: `etiquette ${une.statut === 'actif' ? 'bien' : 'doute'}`};
      const td = element('td', {'data-titre': titres[colonne]}, colonne === 'statut' ? element('span', etiquette, texte) : texte);
      if (colonne === 'places') td.className = 'nombre';
      tr.append(td);
    });
    return tr;
  };

  // Rows in the order of a column; equal ones by name, unknown ones last in both directions.
  const plies = new Map(); // communes and codes come back often
  const plier = texte => {
    if (!plies.has(texte)) plies.set(texte, window.creches.plier(texte));
    return plies.get(texte);
  };
  const EXACTES = ['numero', 'voie', 'lieu_dit', 'commune'];
  const cleDe = (mots, une, tri) => {
    if (tri === 'places') return une.places;
    if (tri === 'position') return une.position === 'aucune' ? null : EXACTES.indexOf(une.position);
    if (/^inconnu$/i.test(une[tri])) return null;
    if (tri === 'departement') return une.departement || null;
    return plier(tri === 'commune' ? une.commune : dit(mots, tri, une[tri])) || null;
  };
  const ranger = (mots, toutes, tri, sens) => {
    const tour = sens === 'decroissant' ? -1 : 1;
    if (tri === 'nom') return tour === 1 ? toutes : [...toutes].reverse();
    const cles = toutes.map(une => cleDe(mots, une, tri));
    return [...toutes].sort((a, b) => {
      const [x, y] = [cles[a.rang], cles[b.rang]];
      if (x === y) return a.rang - b.rang;
      if (x === null || y === null) return x === null ? 1 : -1;
      return x < y ? -tour : tour;
    });
  };

  const nombreDePages = n => Math.max(1, Math.ceil(n / PAR_PAGE));
  const montrees = (trouvees, page) => trouvees.slice((page - 1) * PAR_PAGE, page * PAR_PAGE);

  // The numbers of the pages that are offered: the ends, and those around this one; 0 is a gap.
  const offertes = (page, pages) => {
    const gardees = [...new Set([1, page - 1, page, page + 1, pages])].filter(n => n >= 1 && n <= pages);
    return gardees.flatMap((n, rang) => (rang && n - gardees[rang - 1] > 1 ? [0, n] : [n]));
  };

  // Links to pages: each is an address that `vers(page)` gives, and says its number in `data-page`.
  const paginer = (mots, nav, page, pages, vers) => {
    const mene = (n, texte, nom) => element('a', {class: 'bouton', href: vers(n), 'data-page': n, 'aria-label': nom}, texte);
    const parts = offertes(page, pages).map(n => {
      if (!n) return element('span', {'aria-hidden': 'true'}, '…');
      const un = mene(n, nombre(n), remplir(mots.aller_page, {page: nombre(n)}));
      if (n === page) un.setAttribute('aria-current', 'page');
      return un;
    });
    if (page > 1) parts.unshift(mene(page - 1, '‹', mots.precedente));
    if (page < pages) parts.push(mene(page + 1, '›', mots.suivante));
    nav.replaceChildren(...parts);
    nav.hidden = pages < 2;
  };

  Object.assign(window.creches, {nombre, remplir, compter, element, lien, cellules});
  Object.assign(window.creches, {rangee, ranger, montrees, nombreDePages, paginer});
})();
