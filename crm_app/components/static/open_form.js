// After a reload: tells which form was open before, so that it opens again with what was typed.
export default {
  emits: ["reopen"],
  template: `<span hidden></span>`,
  mounted() {
    const form = sessionStorage.getItem("crm.open-form");
    if (form) this.$emit("reopen", form);
  },
};
