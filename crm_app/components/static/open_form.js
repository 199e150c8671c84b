// After a reload: tells which form was open before, so that it opens again with what was typed.
export default {
  emits: ["reopen"],
  template: `<span hidden></span>`,
  mounted() {
    const form = sessionStorage.getItem("crm.open-form");
    if (form !== null) this.tell(form);
  },
  methods: {
    tell(form) {
      // What is said before the handshake is lost.
      if (window.did_handshake) this.$emit("reopen", form);
      else setTimeout(() => this.tell(form), 50);
    },
  },
};
