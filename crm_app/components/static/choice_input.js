// A dropdown whose entries are known by id: what one clicks is what is chosen, also when the list changes meanwhile.
// Short lists are filtered here, by name or pinyin initials; long ones on the server.
export default {
  props: ["choices", "chosen", "multiple", "remote", "nothing"],
  emits: ["choose", "search"],
  template: `
    <q-select
      ref="qRef"
      :options="shown"
      :model-value="picked"
      option-value="id"
      option-label="name"
      :multiple="multiple"
      :use-chips="multiple"
      :fill-input="!multiple"
      :hide-selected="!multiple"
      use-input
      clearable
      input-debounce="0"
      @filter="filter"
      @update:model-value="choose"
    >
      <template v-slot:no-option>
        <q-item><q-item-section class="muted">{{ nothing }}</q-item-section></q-item>
      </template>
    </q-select>
  `,
  data() {
    return { needle: "", picked: null, waiting: null };
  },
  computed: {
    shown() {
      if (this.remote || !this.needle) return this.choices;
      return this.choices.filter(
        (entry) => entry.name.toLowerCase().includes(this.needle) || entry.initials.includes(this.needle),
      );
    },
  },
  watch: {
    chosen: {
      immediate: true,
      handler(chosen) {
        this.picked = this.multiple ? chosen : (chosen[0] ?? null);
      },
    },
  },
  methods: {
    filter(text, update) {
      const needle = text.trim().toLowerCase();
      if (this.remote && needle !== this.needle) {
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => this.$emit("search", needle), 120);
      }
      update(() => (this.needle = needle));
    },
    choose(picked) {
      this.picked = picked;
      this.$emit("choose", [].concat(picked ?? []).map((entry) => entry.id));
    },
  },
};
