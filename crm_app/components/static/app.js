// What cannot wait for the server: a "/" typed outside of any field opens the search instead of the browser's own.
document.addEventListener('keydown', (event) => {
  const place = event.target;
  const typing = place.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(place.tagName);
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector('.q-dialog')) return;
  const search = document.getElementById('search-button');
  if (!search) return;
  event.preventDefault();
  search.click();
});
