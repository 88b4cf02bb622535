// The map: the same rows as the list, as markers that are buttons. It asks nothing of another site.
'use strict';
(() => {
  const c = window.creches;
  const situee = une => une.latitude !== null && une.longitude !== null;

  const creer = () => {
    const bouge = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    const doux = {zoomAnimation: bouge, fadeAnimation: bouge, markerZoomAnimation: bouge, inertia: bouge};
    const sobre = {attributionControl: false, zoomControl: false, scrollWheelZoom: false};
    const carte = L.map('carte', {...sobre, ...doux, minZoom: 2, maxZoom: 18, zoomSnap: 0.25});
    c.cadrerEnsemble(carte, []);
    carte.getPane('overlayPane').setAttribute('aria-hidden', 'true');
    // The wheel scrolls the page until the map is chosen.
    carte.on('focus', () => carte.scrollWheelZoom.enable()).on('blur', () => carte.scrollWheelZoom.disable());
    return carte;
  };

  const forme = membres => {
    if (membres.length > 1) return 'grappe';
    const precision = membres[0].geo_precision;
    if (precision === 'numero') return 'numero';
    return precision === 'voie' || precision === 'lieu_dit' ? 'voie' : 'commune';
  };

  // How far the door may be, drawn; not for groups of several places.
  const cercle = groupe => {
    const [une] = groupe.membres;
    if (!c.memeLieu(groupe.membres) || une.geo_precision === 'numero' || !une.geo_rayon_m) return null;
    return L.circle(groupe.centre, {radius: une.geo_rayon_m, interactive: false, className: `aire ${forme([une])}`});
  };

  // A group as it is known from one scale to the next: by its first nursery, and how many they are.
  const cleDe = groupe => `${groupe.membres[0].id} ${groupe.membres.length}`;

  const groupes = m => {
    const points = m.situees.map(une => ({une, ...m.carte.project([une.latitude, une.longitude])}));
    const faits = c.baptiser(m.mots, c.grouper(points), m.nomDe);
    faits.forEach(groupe => {
      const [{latitude, longitude}] = groupe.membres; // where it was begun: so no two markers are nearer than they may be
      groupe.centre = L.latLng(latitude, longitude);
    });
    const bornes = m.carte.getBounds();
    return new Map(faits.filter(groupe => bornes.contains(groupe.centre)).map(groupe => [cleDe(groupe), groupe]));
  };

  // A marker was pressed: what stands at one point opens, a group that can be parted comes nearer.
  const activer = (m, {groupe}) => {
    const {carte} = m;
    if (c.memePoint(groupe.membres) || carte.getZoom() >= carte.getMaxZoom()) {
      const revenir = () => (m.poses.get(cleDe(groupe))?.bouton || carte.getContainer()).focus({preventScroll: true});
      c.ouvrirBulle(carte, m.mots, m.fiches, groupe, revenir);
      return;
    }
    m.vise = new Set(groupe.membres);
    carte.fitBounds(L.latLngBounds(groupe.membres.map(une => [une.latitude, une.longitude])), {padding: [50, 50]});
  };

  const poser = (m, groupe) => {
    const n = groupe.membres.length;
    const bouton = c.element('button', {type: 'button'}, n > 1 ? c.nombre(n) : '');
    L.DomEvent.disableClickPropagation(bouton);
    const icone = L.divIcon({html: bouton, className: 'porte-repere', iconSize: [0, 0]});
    const pose = {bouton, cercle: null, groupe, repere: L.marker(groupe.centre, {icon: icone, interactive: false, keyboard: false})};
    bouton.addEventListener('click', () => activer(m, pose));
    pose.repere.addTo(m.carte);
    return pose;
  };
  const ajuster = (m, pose, groupe) => {
    pose.groupe = groupe;
    pose.repere.setLatLng(groupe.centre);
    pose.bouton.className = `repere ${forme(groupe.membres)}`;
    pose.bouton.setAttribute('aria-label', groupe.nom);
    pose.cercle?.remove();
    pose.cercle = cercle(groupe)?.addTo(m.carte) || null;
  };
  const oter = (m, cle, pose) => {
    pose.repere.remove();
    pose.cercle?.remove();
    m.poses.delete(cle);
  };

  // After a group was parted, the focus goes on to the first marker of its nurseries.
  const viser = m => {
    if (!m.vise) return;
    const trouve = [...m.poses.values()].find(pose => pose.groupe.membres.some(une => m.vise.has(une)));
    m.vise = null;
    (trouve?.bouton || m.carte.getContainer()).focus({preventScroll: true});
  };

  // The markers of this view; those that stay are kept, and so is the focus.
  const rafraichir = m => {
    const voulus = groupes(m);
    [...m.poses].filter(([cle]) => !voulus.has(cle)).forEach(([cle, pose]) => oter(m, cle, pose));
    voulus.forEach((groupe, cle) => {
      if (!m.poses.has(cle)) m.poses.set(cle, poser(m, groupe));
      ajuster(m, m.poses.get(cle), groupe);
    });
    viser(m);
  };

  // Shows these rows, all of them; the view follows when they are others than before.
  const montrer = (m, trouvees) => {
    m.carte.invalidateSize({animate: false});
    m.situees = trouvees.filter(situee).sort((a, b) => a.rang - b.rang);
    m.nomDe = c.nommer(m.situees);
    c.proposerLieux(m.carte, m.mots, m.situees);
    c.direSansPoint(m.mots, m.fiches, trouvees.filter(une => !situee(une)));
    const vues = m.situees.map(une => une.id).join(' ');
    if (vues !== m.vues) c.cadrerEnsemble(m.carte, m.situees);
    m.vues = vues;
    rafraichir(m);
  };

  // Makes the map, once; what it gives back shows the rows of a selection.
  const ouvrirCarte = (mots, fiches, contours) => {
    const m = {mots, fiches, carte: creer(), poses: new Map(), situees: [], nomDe: null, vues: '', vise: null};
    c.poserFond(m.carte, mots, contours);
    L.control.zoom({zoomInTitle: mots.plus, zoomOutTitle: mots.moins}).addTo(m.carte);
    m.carte.on('moveend', () => rafraichir(m));
    c.suivreImpression(m.carte);
    return {montrer: trouvees => montrer(m, trouvees)};
  };

  Object.assign(c, {ouvrirCarte});
})();
