// YAML out of JSON's values, in the form that people write it; read back it gives the same values.
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*$/;
const WORDS = /^(true|false|yes|no|on|off|y|n|null|nan|inf)$/i;

const scalar = value =>
  typeof value === 'string' && PLAIN.test(value) && !WORDS.test(value) ? value : JSON.stringify(value);
const simple = value => value === null || typeof value !== 'object';
const none = value => !simple(value) && Object.keys(value).length === 0;

function lines(value, indent) {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value)) {
    return value.flatMap(each => {
      if (inline(each)) return [`${pad}- ${flow(each)}`];
      const [first, ...rest] = lines(each, indent + 2);
      return [`${pad}- ${first.trimStart()}`, ...rest];
    });
  }
  return Object.entries(value).flatMap(([key, each]) =>
    inline(each) ? [`${pad}${scalar(key)}: ${flow(each)}`] : [`${pad}${scalar(key)}:`, ...lines(each, indent + 2)],
  );
}

const inline = value => simple(value) || none(value) || (Array.isArray(value) && value.every(simple));
const flow = value =>
  simple(value) ? scalar(value) : Array.isArray(value) ? `[${value.map(scalar).join(', ')}]` : '{}';

export const yaml = value => (inline(value) ? `${flow(value)}\n` : `${lines(value, 0).join('\n')}\n`);
