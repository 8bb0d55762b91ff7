import {el} from './dom.js';
import {say} from './words.js';

// A form out of the JSON Schema of an experiment. It changes what it has fields for, and leaves the rest as it is.
const FIRST = [
  'experiment',
  'dataset',
  'model',
  'seed',
  'epochs',
  'batchSize',
  'optimizer',
  'learningRate',
  'priority',
  'owner',
  'tags',
];
const GROUPS = {
  recipe: 'groupRecipe',
  search: 'groupSearch',
  stopping: 'groupStopping',
  limits: 'groupLimits',
  resources: 'groupResources',
};

const simple = schema => Boolean(schema.enum || ['string', 'integer', 'number', 'boolean'].includes(schema.type));

/** Fields as {name, path, schema, varies}: `varies` can have several values, of which each makes trials. */
function fieldsOf(schema) {
  const {matrix, recipe, ...others} = schema.properties;
  /** @type {{name: string, path: string[], schema: any, varies?: boolean, group?: string}[]} */
  const fields = [
    {name: 'model', path: ['matrix', 'model'], schema: matrix.properties.model, varies: true},
    {name: 'seed', path: ['matrix', 'seed'], schema: matrix.properties.seed, varies: true},
  ];
  for (const [name, each] of Object.entries(recipe.properties)) {
    if (simple(each)) fields.push({name, path: ['recipe', name], schema: each, varies: true, group: 'recipe'});
  }
  for (const [name, each] of Object.entries(others)) {
    if (name === 'request' || name === 'version' || name === 'key') continue;
    if (simple(each) || name === 'tags') fields.push({name, path: [name], schema: each});
    else if (GROUPS[name]) {
      for (const [below, one] of Object.entries(each.properties)) {
        if (simple(one)) fields.push({name: below, path: [name, below], schema: one, group: name});
      }
    }
  }
  return fields;
}

/** Of those that vary, the name alone: no other field is called so in the matrix. */
const idOf = field => (field.varies ? field.name : field.path.join('-'));

const known = value => value !== undefined && value !== null;
const text = value => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** What a spec has in a field, as text; undefined where it is written in a way that only the text can have. */
function shown(spec, field) {
  const name = field.path.at(-1);
  const many = field.varies ? (spec.matrix?.[name] ?? spec.matrix?.[`recipe.${name}`]) : undefined;
  const value = known(many) ? many : field.path.reduce((at, step) => at?.[step], spec);
  if (!known(value)) return '';
  if (Array.isArray(value)) return value.map(text).join(', ');
  return typeof value === 'object' ? undefined : text(value);
}

const numeric = schema =>
  ['integer', 'number'].includes(schema.type) ||
  (schema.anyOf ?? []).some(each => ['integer', 'number'].includes(each.type));

function read(word, schema) {
  if (schema.type === 'boolean') return word === 'true';
  if (numeric(schema) && word !== '' && Number.isFinite(Number(word))) return Number(word);
  if (word.startsWith('{')) {
    try {
      return JSON.parse(word);
    } catch {
      return word;
    }
  }
  return word;
}

/** Words between commas that stand in no bracket. */
const words = line =>
  line
    .split(/,(?![^({[]*[)}\]])/)
    .map(word => word.trim())
    .filter(Boolean);

function put(spec, path, value) {
  const last = path.at(-1);
  let at = spec;
  for (const step of path.slice(0, -1)) at = at[step] ??= {};
  if (known(value)) at[last] = value;
  else delete at[last];
  const [first] = path;
  if (path.length > 1 && !Object.keys(spec[first]).length) delete spec[first];
}

/** The spec with that text in a field. */
function changed(spec, field, line) {
  const next = structuredClone(spec);
  const name = field.path.at(-1);
  const given = field.name === 'tags' || field.varies ? words(line) : line.trim() ? [line.trim()] : [];
  const values = given.map(word => read(word, field.schema));
  if (field.varies) {
    put(next, ['matrix', name], undefined);
    put(next, ['matrix', `recipe.${name}`], undefined);
  }
  if (field.name === 'tags') put(next, field.path, values.length ? values : undefined);
  else if (field.path[0] === 'matrix') put(next, field.path, values.length ? values : undefined);
  else if (values.length > 1) {
    put(next, field.path, undefined);
    put(next, ['matrix', name], values);
  } else put(next, field.path, values[0]);
  return next;
}

function input(field, change) {
  const {schema} = field;
  const fixed = schema.enum ?? (schema.type === 'boolean' ? [true, false] : undefined);
  const usual = known(schema.default) ? text(schema.default) : '';
  if (fixed && !field.varies) {
    return el(
      'select',
      {id: `field-${idOf(field)}`, onchange: event => change(event.target.value)},
      el('option', {value: ''}, usual ? say('usually', {value: usual}) : '–'),
      fixed.map(each => el('option', {value: text(each)}, text(each))),
    );
  }
  return el('input', {
    id: `field-${idOf(field)}`,
    list: fixed ? `choices-${idOf(field)}` : undefined,
    placeholder: usual,
    autocomplete: 'off',
    spellcheck: 'false',
    oninput: event => change(event.target.value),
  });
}

/** The form; `change` hears of each spec that it makes. */
export function specForm(schema, change) {
  let spec = {};
  const all = fieldsOf(schema).map(field => {
    const node = input(field, line => {
      spec = changed(spec, field, line);
      change(spec);
    });
    const wrong = el('p', {class: 'wrong', id: `wrong-${idOf(field)}`, hidden: true});
    const fixed = node.getAttribute('list')
      ? el(
          'datalist',
          {id: node.getAttribute('list')},
          (field.schema.enum ?? [true, false]).map(each => el('option', {value: text(each)})),
        )
      : null;
    // Names and descriptions are the schema's, which has one language.
    const label = el(
      'label',
      {for: node.id, title: field.schema.description},
      el('span', {}, field.name, schema.required.includes(field.name) || field.name === 'model' ? ' *' : ''),
    );
    return {...field, node, wrong, element: el('div', {class: 'field', lang: 'en'}, label, node, fixed, wrong)};
  });
  const first = FIRST.map(name => all.find(each => each.name === name)).filter(Boolean);
  const grouped = Object.entries(GROUPS).map(([group, key]) => {
    const fields = all.filter(each => each.group === group && !first.includes(each));
    return {
      fields,
      element: el(
        'details',
        {class: 'group'},
        el('summary', {}, say(key)),
        el(
          'div',
          {class: 'fields'},
          fields.map(each => each.element),
        ),
      ),
    };
  });
  const rest = all.filter(each => !first.includes(each) && !grouped.some(({fields}) => fields.includes(each)));
  const element = el(
    'form',
    {class: 'spec', onsubmit: event => event.preventDefault()},
    el(
      'div',
      {class: 'fields'},
      [...first, ...rest].map(each => each.element),
    ),
    grouped.map(each => each.element),
  );
  return {
    element,
    /** Shows a spec; the field in which somebody writes stays as it is. */
    show(given) {
      spec = structuredClone(given);
      for (const field of all) {
        const value = shown(spec, field);
        field.node.disabled = value === undefined;
        if (field.node !== document.activeElement) field.node.value = value ?? '';
        field.node.title = value === undefined ? say('inTheText') : (field.schema.description ?? '');
      }
    },
    /** Marks the fields that something is wrong with; faults are {path, text}. */
    mark(faults) {
      for (const field of all) {
        const found = faults.filter(({path}) => belongs(path, field));
        field.wrong.hidden = !found.length;
        field.wrong.textContent = found.map(each => each.text).join(' ');
        if (found.length) {
          field.node.setAttribute('aria-invalid', 'true');
          field.node.setAttribute('aria-describedby', field.wrong.id);
        } else {
          field.node.removeAttribute('aria-invalid');
          field.node.removeAttribute('aria-describedby');
        }
      }
      for (const {fields, element: group} of grouped) {
        if (fields.some(each => !each.wrong.hidden)) group.setAttribute('open', '');
      }
    },
  };
}

function belongs(path, field) {
  const plain = path.replace(/\[\d+\]/g, '');
  const own = field.path.join('.');
  const name = field.path.at(-1);
  return [own, ...(field.varies ? [`matrix.${name}`, `matrix.recipe.${name}`, `recipe.${name}`] : [])].some(
    each => plain === each || plain.startsWith(`${each}.`),
  );
}
