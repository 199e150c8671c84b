// The client's half of a draft: keeps what is typed while the server cannot, and gives it back when the form is there
// again. It also moves on with Enter and saves with Ctrl+S.
const OPEN = "crm.open-form";
const standing = []; // forms on the page: one may open before another is quite gone

export default {
  props: ["storage", "form"],
  emits: ["left", "save", "finish"],
  template: `<div @input="note" @keydown="pressed"><slot></slot></div>`,
  mounted() {
    if (this.form != null) {
      standing.push(this.form);
      sessionStorage.setItem(OPEN, this.form);
    }
    if (Object.keys(this.read()).length) this.giveBack();
  },
  unmounted() {
    if (this.form == null) return;
    standing.splice(standing.indexOf(this.form), 1);
    if (standing.length) sessionStorage.setItem(OPEN, standing.at(-1));
    else sessionStorage.removeItem(OPEN);
  },
  methods: {
    giveBack() {
      // What is said before the handshake is lost.
      if (window.did_handshake) this.$emit("left", this.read());
      else setTimeout(() => this.giveBack(), 50);
    },
    read() {
      try {
        return JSON.parse(localStorage.getItem(this.storage)) ?? {};
      } catch {
        return {};
      }
    },
    write(left) {
      if (Object.keys(left).length) localStorage.setItem(this.storage, JSON.stringify(left));
      else localStorage.removeItem(this.storage);
    },
    note(event) {
      const field = event.target.dataset?.draftField;
      if (field) this.write({ ...this.read(), [field]: event.target.value });
    },
    kept(values) {
      this.write(Object.fromEntries(Object.entries(this.read()).filter(([field, value]) => values[field] !== value)));
    },
    pressed(event) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        this.$emit("save");
      }
      const place = event.target;
      if (event.key !== "Enter" || event.isComposing || place.tagName !== "INPUT" || place.role === "combobox") return;
      event.preventDefault();
      const inputs = [...this.$el.querySelectorAll("input:not([readonly]), textarea:not([readonly])")];
      const next = inputs.filter((input) => input.offsetParent)[inputs.indexOf(place) + 1];
      if (next) next.focus();
      else this.$emit("finish");
    },
  },
};
