// Shows how far an upload has come. Without this module the form is sent as any other.
// <form data-upload="id of {% uploading %}"> with one input of type file.

const QUARTER = 25;

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    const input = form.querySelector('input[type="file"]');
    if (!input?.files.length) return;
    event.preventDefault();
    send(form, input.files, event.submitter);
  });
}

function send(form, files, submitter) {
  const shown = document.getElementById(form.dataset.upload);
  const bar = shown.querySelector("progress");
  const status = shown.querySelector('[role="status"]');
  const request = new XMLHttpRequest();
  let told = -1;
  shown.querySelector("label").textContent = [...files].map((file) => file.name).join(", ");
  shown.hidden = false;
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const percent = Math.floor((100 * loaded) / total);
    bar.value = percent;
    const quarter = Math.floor(percent / QUARTER);
    if (quarter > told) status.textContent = `${(told = quarter) * QUARTER} %`;
  });
  // Without an answer that is a page, the plain way is tried, and the browser says what is wrong.
  request.addEventListener("load", () => answer(request) || form.submit());
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action);
  request.send(new FormData(form, submitter));
}

function answer(request) {
  if (request.status < 400) {
    location.assign(request.responseURL);
    return true;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) return false;
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  main.querySelector(".errors")?.focus();
  return true;
}
