/* The page's field: shows what comes of a question, and keeps the question in the address so that it can be sent on. */
(function (asking) {
  "use strict";

  const form = document.getElementById("ask"), field = document.getElementById("ask-question");
  const status = document.getElementById("ask-status"), holder = document.getElementById("ask-answer");
  const HEADS = {
    choice: "Which is meant?", not_known: "Not known:", not_shown: "Not shown:",
    beyond: "This page finds figures and gaps.",
  };
  const BEYOND = "Changes, ranks, and the highest and lowest are in the explorer, and the command “fairer ask” answers them. "
    + "The figures themselves:";
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
    add("Why", cell.state === "s" ? "" : cell.note);
    add("Note", cell.state === "s" ? cell.note : "");
    add("Compared", cell.remark);
    add("Source", cell.sources.join("; "));
    append(append(article, "p"), "a", { href: cell.link }, "See it in the report");
  }

  function showChoices(choices) {
    const list = append(holder, "ul", { class: "ask-choices" });
    for (const { label, reading } of choices) {
      const button = append(append(list, "li"), "button", { type: "button" }, label);
      button.addEventListener("click", async () => {
        field.focus(); // the button is about to go
        show(await asking.answerReadings("", [reading]));
      });
    }
  }

  function showNear(near) {
    const list = append(holder, "ul", { class: "ask-choices" });
    for (const { label, address } of near) append(append(list, "li"), "a", { href: address }, label);
  }

  function describe({ status: what, cells, why, near }) {
    const count = cells.length === 1 ? "1 figure" : `${cells.length} figures`;
    if (what === "answered") return `${count}: ${cells.map((cell) => `${cell.title}, ${cell.text}`).slice(0, 2).join("; ")}.`;
    if (what === "beyond") return `${HEADS.beyond} ${BEYOND}`;
    const isNamed = what === "not_known" && near.length;
    return [HEADS[what], why ? `${why}.` : "", isNamed ? "Near to it:" : ""].filter(Boolean).join(" ");
  }

  function show(answer) {
    holder.replaceChildren();
    status.textContent = describe(answer);
    answer.cells.forEach(showCell);
    if (answer.choices.length) showChoices(answer.choices);
    if (answer.near.length) showNear(answer.near);
  }

  async function ask(question) {
    const number = latest += 1;
    holder.replaceChildren();
    if (!question.trim()) {
      status.textContent = "Type a question first.";
      field.focus();
      return;
    }
    let answer;
    try {
      answer = await asking.answer(question);
    } catch (error) {
      if (number === latest) status.textContent = error.message;
      return;
    }
    if (number === latest) show(answer);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(field.value);
    history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
  });
  field.addEventListener("focus", () => asking.loadWords().catch(() => {}), { once: true }); // asked for again on need

  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    field.value = asked;
    ask(asked);
  }
}(window.asking));
