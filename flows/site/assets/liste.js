// The page of nurseries: what the reader asks for (the address), what is found (the rows), and the two views of it.
'use strict';
(() => {
  const c = window.creches;
  const ici = id => document.getElementById(id);
  const racine = ici('liste');
  const mots = JSON.parse(racine.dataset.mots);
  const {ressources, fiches} = racine.dataset;
  const criteres = ici('criteres');
  const titres = Object.fromEntries([...document.querySelectorAll('th[data-tri]')].map(th => [th.dataset.tri, th.textContent]));
  const offerts = nom => new Set([...criteres.elements[nom].options].map(option => option.value));
  const connus = Object.fromEntries(['departement', 'forme', 'categorie'].map(nom => [nom, offerts(nom)]));
  const langue = document.querySelector('.langue a');
  const jumelle = langue?.getAttribute('href');
  const PARTIES = ['leaflet.js', 'grappes.js', 'bulle.js', 'fond.js', 'alentours.js', 'carte.js'];
  const PAUSE = 300; // ms without a key after which what is typed goes into the address

  let etat = c.lire(location.search, connus);
  let toutes = null; // the rows, once they are read
  let trouvees = [];
  let note = '';
  let carte = null; // the promise of the map, once it was asked for
  let frappe = null; // the timer of what is being typed
  let enFrappe = false; // whether the newest entry of the history is one of typing
  const ordres = new Map(); // rows by column and direction: sorted once

  const ordonnees = () => {
    const cle = `${etat.tri} ${etat.sens}`;
    if (!ordres.has(cle)) ordres.set(cle, c.ranger(mots, toutes, etat.tri, etat.sens));
    return ordres.get(cle);
  };

  const direCompte = pages => {
    const aucune = c.exigeant(etat) ? `${mots.aucune} ${mots.aucune_moins}` : mots.aucune;
    const compte = trouvees.length ? c.compter(mots, 'compte', trouvees.length) : aucune;
    const page = pages > 1 && etat.vue === 'liste' ? `, ${c.remplir(mots.page, {page: c.nombre(etat.page), pages: c.nombre(pages)})}` : '';
    ici('compte').textContent = note ? `${compte}${page}. ${mots[note]}` : `${compte}${page}`;
  };

  const montrerTable = pages => {
    const corps = document.querySelector('.creches tbody');
    corps.replaceChildren(...c.montrees(trouvees, etat.page).map(une => c.rangee(mots, fiches, titres, une)));
    document.querySelectorAll('th[data-tri]').forEach(th => {
      if (th.dataset.tri === etat.tri) th.setAttribute('aria-sort', etat.sens === 'croissant' ? 'ascending' : 'descending');
      else th.removeAttribute('aria-sort');
    });
    const colonne = titres[etat.tri].toLowerCase();
    ici('legende-table').textContent = c.remplir(etat.sens === 'croissant' ? mots.triees : mots.triees_desc, {colonne});
    c.paginer(mots, ici('pages'), etat.page, pages, page => c.ecrire({...etat, page}));
  };

  const montrer = () => {
    if (!toutes) return;
    ({trouvees, note} = c.chercher(ordonnees(), etat));
    const pages = c.nombreDePages(trouvees.length);
    etat.page = Math.min(etat.page, pages);
    ici('vue-liste').hidden = etat.vue !== 'liste' || !trouvees.length;
    ici('vue-carte').hidden = etat.vue !== 'carte';
    ici('aucune').hidden = trouvees.length > 0;
    document.querySelectorAll('[data-vue]').forEach(bouton => bouton.setAttribute('aria-pressed', bouton.dataset.vue === etat.vue));
    if (langue) langue.setAttribute('href', `${jumelle}${c.demande(etat)}`);
    if (etat.vue === 'liste') montrerTable(pages);
    else montrerCarte();
    direCompte(pages);
  };

  // A file of the site's own, as a script or a style; it is asked for once.
  const charger = (nom, element) => new Promise((fait, rate) => {
    element.addEventListener('load', fait);
    element.addEventListener('error', () => rate(new Error(nom)));
    document.head.append(element);
  });
  const script = nom => charger(nom, c.element('script', {src: ressources + nom}));
  // Pages that are opened as files may not fetch: the same data lie beside them as a script.
  const lireJson = nom => (location.protocol === 'file:' ? script(`${nom}.js`).then(() => c.recus[nom])
    : fetch(ressources + nom).then(reponse => (reponse.ok ? reponse.json() : Promise.reject(new Error(nom)))));

  const ouvrirCarte = async () => {
    const style = c.element('link', {rel: 'stylesheet', href: `${ressources}leaflet.css`});
    await Promise.all([charger('leaflet.css', style), ...PARTIES.map(script)]);
    const contours = await lireJson('departements.json').catch(() => null);
    return c.ouvrirCarte(mots, fiches, contours);
  };
  const montrerCarte = () => {
    carte = carte || ouvrirCarte();
    carte.then(ouverte => { if (etat.vue === 'carte') ouverte.montrer(trouvees); })
      .catch(() => { ici('aide-carte').textContent = mots.carte_illisible; });
  };

  const versFormulaire = () => ['q', 'departement', 'forme', 'categorie'].forEach(nom => { criteres.elements[nom].value = etat[nom]; });

  // The state becomes an entry of the history, or the newest entry when `sur`; some browsers refuse it to a file.
  const inscrire = sur => {
    try {
      history[sur ? 'replaceState' : 'pushState'](null, '', c.ecrire(etat));
    } catch { /* the page works on, its address does not follow */ }
  };
  const noter = () => {
    if (frappe === null) return;
    clearTimeout(frappe);
    frappe = null;
    inscrire(enFrappe);
    enFrappe = true;
  };
  const autrement = change => {
    noter();
    enFrappe = false;
    etat = {...etat, page: 1, ...change};
    montrer();
    inscrire(false);
  };

  const suivre = (element, evenement, quand, faire) => element.addEventListener(evenement, e => {
    const vise = e.target.closest(quand);
    if (!vise || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || (e.button || 0) > 0) return;
    e.preventDefault();
    faire(vise);
  });

  const ecouter = () => {
    criteres.elements.q.addEventListener('input', () => {
      etat = {...etat, q: criteres.elements.q.value, page: 1};
      montrer();
      clearTimeout(frappe);
      frappe = setTimeout(noter, PAUSE);
    });
    criteres.elements.q.addEventListener('focusout', () => { noter(); enFrappe = false; });
    window.addEventListener('pagehide', noter);
    criteres.addEventListener('change', e => { if (e.target.name !== 'q') autrement({[e.target.name]: e.target.value}); });
    criteres.addEventListener('submit', e => { e.preventDefault(); noter(); });
    criteres.addEventListener('reset', e => {
      e.preventDefault();
      autrement({q: '', departement: '', forme: '', categorie: ''});
      versFormulaire();
      criteres.elements.q.focus();
    });
    suivre(document.querySelector('.creches thead'), 'click', 'button', bouton => {
      const {tri} = bouton.closest('th').dataset;
      autrement({tri, sens: tri === etat.tri && etat.sens === 'croissant' ? 'decroissant' : 'croissant'});
    });
    suivre(ici('resultat'), 'click', '[data-vue]', bouton => autrement({vue: bouton.dataset.vue}));
    suivre(ici('pages'), 'click', '[data-page]', lien => { autrement({page: Number(lien.dataset.page)}); ici('legende-table').focus(); });
    ici('telecharger').addEventListener('click', () => c.telecharger(mots, fiches, trouvees));
    window.addEventListener('popstate', () => {
      clearTimeout(frappe);
      frappe = null;
      enFrappe = false;
      etat = c.lire(location.search, connus);
      versFormulaire();
      montrer();
    });
  };

  const equiper = () => {
    document.querySelectorAll('th[data-tri]').forEach(th => {
      const colonne = th.textContent;
      const nom = c.remplir(mots.trier, {colonne: colonne.toLowerCase()});
      th.setAttribute('abbr', colonne); // what a cell is announced with: the heading, not what its button does
      th.replaceChildren(c.element('button', {type: 'button', class: 'trier', 'aria-label': nom, title: nom}, colonne));
    });
    document.querySelector('.creches thead tr').dataset.trier = mots.trier_par;
    const suite = ici('suite');
    if (suite) suite.hidden = true;
    ici('resultat').hidden = false;
  };

  criteres.hidden = false;
  versFormulaire();
  ecouter();
  lireJson('creches.json').then(lu => {
    toutes = c.rangees(lu, mots);
    equiper();
    montrer();
    (window.requestIdleCallback || setTimeout)(() => c.apprendre(toutes));
  }).catch(() => {
    criteres.hidden = true;
    ici('sans-donnees').hidden = false;
  });
})();
