// Shows openapi.json: every route with its parameters and fields, and a way to try those that only read. Text is set as text,
// never as HTML.
'use strict';

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

// Words between backticks are code.
function prose(text) {
  return (text ?? '').split('`').map((part, index) => (index % 2 === 1 ? make('code', {}, part) : part));
}

function resolve(api, value) {
  if (!value?.$ref) return value;
  return value.$ref.slice(2).split('/').reduce((node, key) => node[key], api);
}

function typeText(api, schema) {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').pop();
  if (schema.oneOf) return schema.oneOf.map((option) => typeText(api, option)).join(' or ');
  if (schema.allOf) return schema.allOf.map((part) => typeText(api, part)).join(' and ');
  if (schema.type === 'array') return `list of ${typeText(api, schema.items)}`;
  if (schema.enum) return schema.enum.map((value) => (value === null ? 'null' : value)).join(' | ');
  return Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything');
}

function table(headings, rows) {
  const head = make('tr', {}, ...headings.map((text) => make('th', { scope: 'col' }, text)));
  return make('table', {}, make('thead', {}, head), make('tbody', {}, ...rows));
}

function fieldRows(api, schema) {
  return Object.entries(schema.properties ?? {}).map(([name, field]) =>
    make('tr', {}, make('td', {}, make('code', {}, name)), make('td', {}, typeText(api, field)), make('td', {}, ...prose(field.description))));
}

function answerFields(api, schema) {
  const inner = resolve(api, schema?.type === 'array' ? schema.items : schema);
  const rows = inner ? fieldRows(api, inner) : [];
  if (rows.length === 0) return undefined;
  const title = schema.type === 'array' ? 'Each row of the answer' : 'The answer';
  return make('section', {}, make('p', {}, make('b', {}, title)), table(['Field', 'Type', 'Meaning'], rows));
}

function tryForm(path, parameters) {
  const inputs = parameters.map((parameter) => ({ parameter, input: make('input', { 'aria-label': parameter.name, placeholder: parameter.name }) }));
  const output = make('pre', { hidden: '', tabindex: '0' });
  const button = make('button', { type: 'button' }, 'Try it');
  button.addEventListener('click', async () => {
    let address = path;
    const query = new URLSearchParams();
    for (const { parameter, input } of inputs) {
      if (parameter.in === 'path') address = address.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
      else if (input.value !== '') query.set(parameter.name, input.value);
    }
    if (query.size > 0) address += `?${query}`;
    output.hidden = false;
    try {
      const answer = await fetch(address);
      const text = await answer.text();
      const isJson = (answer.headers.get('content-type') ?? '').includes('json') && !address.includes('ndjson');
      output.textContent = `GET ${address}\n${answer.status}\n\n${isJson ? JSON.stringify(JSON.parse(text), null, 2) : text}`;
    } catch (error) {
      output.textContent = String(error);
    }
  });
  const rows = inputs.map(({ parameter, input }) =>
    make('tr', {}, make('td', {}, make('code', {}, parameter.name)), make('td', {}, input), make('td', {}, ...prose(parameter.description))));
  return make('section', {}, rows.length > 0 ? table(['Parameter', 'Value', 'Meaning'], rows) : undefined, button, output);
}

function operation(api, path, method, description) {
  const parameters = (description.parameters ?? []).map((parameter) => resolve(api, parameter));
  const answer = description.responses['200'] ?? description.responses['101'];
  const forms = Object.keys(answer.content ?? {});
  const body = description.requestBody?.content['application/json'].schema;
  const canTry = method === 'get' && forms.includes('application/json') && !path.startsWith('/api/export');
  const summary = make('summary', {}, make('span', { class: `method ${method}` }, method.toUpperCase()), make('b', {}, path),
    make('span', { class: 'what' }, description.summary));
  const content = make('div', { class: 'operation' },
    description.description ? make('p', {}, ...prose(description.description)) : undefined,
    forms.length > 0 ? make('p', {}, 'Available as ', make('code', {}, forms.join(', '))) : undefined,
    body ? make('section', {}, make('p', {}, make('b', {}, 'The body')), table(['Field', 'Type', 'Meaning'], fieldRows(api, resolve(api, body)))) : undefined,
    canTry ? tryForm(path, parameters) : undefined,
    answerFields(api, answer.content?.['application/json']?.schema));
  return make('details', {}, summary, content);
}

async function show() {
  const main = document.getElementById('api');
  const api = await (await fetch('/openapi.json')).json();
  const sections = api.tags.map((tag) => {
    const operations = [];
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const [method, description] of Object.entries(methods)) {
        if (description.tags.includes(tag.name)) operations.push(operation(api, path, method, description));
      }
    }
    return make('section', {}, make('h2', {}, tag.description), ...operations);
  });
  const types = make('section', {}, make('h2', {}, 'Types'), ...Object.entries(api.components.schemas).map(([name, schema]) =>
    make('details', {}, make('summary', {}, make('b', {}, name)), make('div', { class: 'operation' }, table(['Field', 'Type', 'Meaning'], fieldRows(api, schema))))));
  main.replaceChildren(make('h1', {}, `${api.info.title} ${api.info.version}`), make('p', {}, api.info.summary),
    make('p', {}, ...prose(api.info.description)),
    make('p', {}, make('a', { href: '/openapi.json' }, 'openapi.json'), ' · ', make('a', { href: '/dashboard' }, 'dashboard')), ...sections, types);
}

show().catch((error) => {
  document.getElementById('api').textContent = `The description of the API can't be shown: ${error}`;
});
