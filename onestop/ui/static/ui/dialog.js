// Asks on top of the page what the next page would ask: <a href="the page" data-dialog="id">.

for (const opener of document.querySelectorAll("a[data-dialog]")) {
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog).showModal();
  });
}
