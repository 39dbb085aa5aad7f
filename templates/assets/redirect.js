/* Leads from an old address to the new one, to the same place in the page. */
location.replace(document.currentScript.dataset.to + location.search + location.hash);
