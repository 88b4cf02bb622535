// The selection as a CSV file, made here: nothing is sent.
'use strict';
(() => {
  // A spreadsheet takes what begins like this for a formula.
  const inerte = texte => (/^[=+\-@\t\r]/.test(texte) ? `'${texte}` : texte);
  const cellule = valeur => {
    const texte = inerte(String(valeur));
    return /[",\r\n;]/.test(texte) ? `"${texte.replace(/"/g, '""')}"` : texte;
  };

  // The rows as CSV (RFC 4180), with the mark that makes spreadsheets read UTF-8.
  const csv = (mots, fiches, trouvees) => {
    const lignes = trouvees.map(une => {
      const {commune, departement, categorie, forme, position, statut} = window.creches.cellules(mots, une);
      const page = new URL(`${fiches}${encodeURIComponent(une.id)}.html`, location.href).href;
      const places = une.places === null ? '' : une.places;
      return [une.id, une.nom, commune, une.departement, une.nom_departement || departement, categorie, forme, places, position, statut, page];
    });
    return `\ufeff${[mots.entetes.split('|'), ...lignes].map(ligne => ligne.map(cellule).join(',')).join('\r\n')}\r\n`;
  };

  const telecharger = (mots, fiches, trouvees) => {
    const adresse = URL.createObjectURL(new Blob([csv(mots, fiches, trouvees)], {type: 'text/csv;charset=utf-8'}));
    const lien = window.creches.element('a', {href: adresse, download: mots.fichier});
    document.body.append(lien);
    lien.click();
    lien.remove();
    setTimeout(() => URL.revokeObjectURL(adresse), 10000);
  };

  Object.assign(window.creches, {csv, telecharger});
})();
