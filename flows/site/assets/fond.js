// What lies under the markers: outlines of the départements, and the IGN's map when the reader asks for it.
'use strict';
(() => {
  const c = window.creches;
  const ici = id => document.getElementById(id);
  // Plan IGN v2 of the Géoplateforme, in Web Mercator tiles; it needs no key.
  const IGN = 'https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2'
    + '&STYLE=normal&FORMAT=image/png&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}';

  const tuiles = () => {
    const couche = L.tileLayer(IGN, {maxZoom: 18, referrerPolicy: 'no-referrer', alt: ''});
    // Leaflet puts a data: image in the place of one that is not waited for any more; the page's policy refuses such images.
    couche._abortLoading = () => {};
    couche._removeTile = L.GridLayer.prototype._removeTile;
    return couche;
  };

  // Draws the outlines (GeoJSON, or null when they could not be read), and makes the button add or remove the IGN's map.
  const poserFond = (carte, mots, contours) => {
    const bouton = ici('fond');
    let couche = null;
    const dire = () => {
      const origine = contours ? c.remplir(mots.contours, {origine: contours.attribution || ''}) : '';
      ici('origine').textContent = couche ? `${mots.fond_origine} ${origine}` : origine;
      bouton.textContent = couche ? mots.fond_retirer : mots.fond;
      ici('carte').classList.toggle('avec-fond', Boolean(couche));
    };
    if (contours) L.geoJSON(contours, {interactive: false, style: () => ({className: 'departement'})}).addTo(carte);
    bouton.addEventListener('click', () => {
      if (couche) couche.remove();
      couche = couche ? null : tuiles().addTo(carte);
      dire();
    });
    dire();
  };

  Object.assign(c, {poserFond});
})();
