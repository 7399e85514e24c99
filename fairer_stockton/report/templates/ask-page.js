/* The page's field: shows what comes of a question, and keeps the question in the address so that it can be sent on. */
(function (asking) {
  "use strict";

  const form = document.getElementById("ask"), field = document.getElementById("ask-question");
  const status = document.getElementById("ask-status"), holder = document.getElementById("ask-answer");
  const HEADS = {
    choice: "Which is meant?", not_known: "Not known:", not_shown: "No figure:",
    beyond: "This page finds figures and gaps, not changes, ranks, or the highest and lowest: "
      + "the command “fairer ask” may know more. What this page has of it:",
  };
  let latest = 0; // the number of the question that was asked last: an answer that comes late is not shown

  function append(parent, tag, attributes, text) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  }

  function showCell(cell) {
    const article = append(holder, "article", { class: "ask-cell" });
    const about = cell.about === "figure" ? "" : `, ${cell.about}`;
    const heading = append(article, "h3", {}, `${cell.title}${about} `);
    if (cell.isSample) append(heading, "span", { class: "sample" }, "sample");
    append(article, "p", { class: "ask-number" }, cell.text);
    const facts = append(article, "dl", { class: "facts" });
    const add = (term, meaning) => {
      if (!meaning) return;
      append(facts, "dt", {}, term);
      append(facts, "dd", {}, meaning);
    };
    add("Area", cell.area && `${cell.area.name} (${cell.area.kind})`);
    add("People", cell.group);
    add("Period", cell.periodWords);
    add("Why", cell.state === "s" ? "" : cell.note.replace(/^not shown, /, ""));
    add("Note", cell.state === "s" ? cell.note : "");
    add("What it shows", cell.remark);
    add("Source", cell.sources.join("; "));
    append(append(article, "p"), "a", { href: cell.link }, "See it in the report");
  }

  function showChoices(choices, question, chosen) {
    const list = append(holder, "ul", { class: "ask-choices" });
    for (const { label } of choices) {
      const button = append(append(list, "li"), "button", { type: "button" }, label);
      button.addEventListener("click", () => {
        field.focus(); // the button is about to go
        go(question, [...chosen, label]);
      });
    }
  }

  function showNear(near) {
    const list = append(holder, "ul", { class: "ask-choices" });
    for (const { label, address } of near) append(append(list, "li"), "a", { href: address }, label);
  }

  /* Returns an answer in a sentence or two, for those who hear it: what the first figures are of, and what they are. */
  function describe({ status: what, cells, why, near }) {
    const [first] = cells, count = cells.length === 1 ? "1 figure" : `${cells.length} figures`;
    if (what === "answered") return `${count}: ${first.title}: ${cells.slice(0, 2).map(describeCell).join("; ")}.`;
    const of = first ? `${first.title}, ${nameCell(first)}: ` : "";
    const isNamed = what === "not_known" && near.length;
    return [HEADS[what], why ? `${of}${why}.` : "", isNamed ? "Near to it:" : ""].filter(Boolean).join(" ");
  }

  function nameCell({ about, area, group, periodWords }) {
    return [about === "figure" ? "" : about, area && area.name, group, periodWords].filter(Boolean).join(", ");
  }

  const describeCell = (cell) => `${nameCell(cell)}, ${cell.text}`;

  function show(answer, question, chosen) {
    holder.replaceChildren();
    status.textContent = describe(answer);
    answer.cells.forEach(showCell);
    if (answer.choices.length) showChoices(answer.choices, question, chosen);
    if (answer.near.length) showNear(answer.near);
  }

  /* Returns the answer to a question, and of each choice that is met the one that was made, by its label. */
  async function findAnswer(question, chosen) {
    let answer = await asking.answer(question);
    for (const label of chosen) {
      const choice = answer.choices.find((each) => each.label === label);
      if (!choice) break; // another edition may offer other choices
      answer = await asking.answerReadings([choice.reading]);
    }
    return answer;
  }

  async function ask(question, chosen) {
    const number = latest += 1;
    holder.replaceChildren();
    if (!question.trim()) {
      status.textContent = "Type a question first.";
      field.focus();
      return;
    }
    try {
      const answer = await findAnswer(question, chosen);
      if (number === latest) show(answer, question, chosen);
    } catch (error) {
      if (number === latest) status.textContent = error.message;
    }
  }

  /* ---- The address: the question and each choice after a #, which a browser sends to no server ---- */

  function go(question, chosen) {
    const address = `#${new URLSearchParams([["q", question], ...chosen.map((label) => ["choice", label])])}`;
    if (address === location.hash) askAsAddressed(); // such as once more, where a file could not be loaded
    else location.hash = address;
  }

  function askAsAddressed() {
    const address = new URLSearchParams(location.hash.slice(1));
    if (!address.has("q")) return;
    field.value = address.get("q");
    ask(field.value, address.getAll("choice"));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(field.value, []);
  });
  window.addEventListener("hashchange", askAsAddressed);
  field.addEventListener("focus", () => asking.loadWords().catch(() => {}), { once: true }); // asked for again on need
  askAsAddressed();
}(window.asking));
