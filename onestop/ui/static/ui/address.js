// Finds a commune while one types, and lists those of a province: <fieldset data-address="address">.
// Without it the two lists and the button between them do the same.

const WAIT = 200;

const option = (code, name) => new Option(name, code);

const asked = async (field, query) => {
  const answer = await fetch(`${field.dataset.address}?${new URLSearchParams(query)}`);
  return answer.ok ? answer.json() : [];
};

for (const field of document.querySelectorAll("fieldset[data-address]")) {
  const [province, commune] = field.querySelectorAll("select");
  const find = field.querySelector("input[type=search]");
  const said = field.querySelector("[role=status]");
  const list = field.querySelector("ul");
  const street = field.querySelector("input[name$=-street]");
  let typing, latest = 0;

  find.parentElement.hidden = false;
  field.querySelector("button[name=places]").hidden = true;

  const communesOf = async (code) => {
    const communes = code ? await asked(field, { tinh: code }) : [];
    if (province.value !== code) return;
    commune.replaceChildren(commune.options[0], ...communes.map((one) => option(one.code, one.name)));
  };

  const choose = async (one) => {
    province.value = one.province;
    await communesOf(one.province);
    commune.value = one.commune;
    list.replaceChildren();
    said.textContent = `${said.dataset.chosen} ${one.name}`;
    commune.dispatchEvent(new Event("input", { bubbles: true }));
    street.focus();
  };

  const row = (one) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = one.by ? `${one.name} (${said.dataset.before} ${one.by})` : one.name;
    button.addEventListener("click", () => choose(one));
    const line = document.createElement("li");
    line.append(button);
    return line;
  };

  const look = async () => {
    const text = find.value.trim(), mine = ++latest;
    const found = text.length > 1 ? await asked(field, { tim: text }) : [];
    if (mine !== latest) return;
    list.replaceChildren(...found.map(row));
    const told = found.length ? `${found.length} · ${said.dataset.some}` : said.dataset.none;
    said.textContent = text.length > 1 ? told : "";
  };

  find.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(look, WAIT);
  });
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "Escape") list.replaceChildren();
  });
  province.addEventListener("change", () => communesOf(province.value));
}
