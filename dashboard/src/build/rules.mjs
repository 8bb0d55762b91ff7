// Rules of our own for scripts. What people read stands in words/, in every language, and nowhere else; pages import no pages;
// == and var are not used.
const SEEN = new Set(['title', 'placeholder', 'aria-label', 'alt', 'text', 'textContent', 'label']);
const SHOWS = new Set(['replaceChildren', 'append', 'prepend', 'empty', 'card', 'cardWith', 'show']);
const WORD = /\p{L}{2,}/u;
const SENTENCE = /(?<!\p{L})\p{Lu}\p{Ll}+|\p{Ll}{2,} \p{Ll}{2,}|\p{Script=Hangul}/u;

/** What breaks the rules in a file, as {node, text}; `path` is beneath the folder of sources. */
export function rulesOf(ts, path, file) {
  const {SyntaxKind: kind} = ts;
  const shown = path.startsWith('main/') && !path.includes('/words/');
  const page = path.includes('/web/pages/');
  const found = [];

  /** Whether people see a text there: always, never, or where it reads like a sentence. */
  function place(node) {
    const {parent} = node;
    switch (parent.kind) {
      case kind.ConditionalExpression:
      case kind.ParenthesizedExpression:
      case kind.ArrayLiteralExpression:
      case kind.TemplateExpression:
      case kind.TemplateSpan:
        return place(parent);
      case kind.BinaryExpression:
        return operand(parent, node);
      case kind.PropertyAssignment:
        return parent.name !== node && SEEN.has(parent.name.text) ? 'always' : 'never';
      case kind.CallExpression:
        return argument(parent, node);
      case kind.VariableDeclaration:
      case kind.ArrowFunction:
      case kind.ReturnStatement:
      case kind.NewExpression:
        return 'perhaps';
      default:
        return 'never';
    }
  }

  function operand(expression, node) {
    const {left, operatorToken} = expression;
    if (
      [kind.BarBarToken, kind.QuestionQuestionToken, kind.AmpersandAmpersandToken, kind.PlusToken].includes(
        operatorToken.kind,
      )
    ) {
      return place(expression);
    }
    const assigned = operatorToken.kind === kind.EqualsToken && left !== node;
    return assigned && SEEN.has(left.name?.text) ? 'always' : 'never';
  }

  function argument(call, node) {
    const name = call.expression.name?.text ?? call.expression.text;
    if (name === 'el' || name === 'svg') return call.arguments.indexOf(node) >= 2 ? 'always' : 'never';
    return SHOWS.has(name) ? 'always' : 'never';
  }

  function look(node) {
    if (shown && (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))) {
      const where = place(node);
      if ((where === 'always' && WORD.test(node.text)) || (where === 'perhaps' && SENTENCE.test(node.text))) {
        found.push({node, text: `what people read stands in words/: '${node.text}'`});
      }
    }
    if (page && ts.isImportDeclaration(node) && node.moduleSpecifier.text.startsWith('./')) {
      found.push({node, text: 'a page imports no page; what pages share is beside their folder'});
    }
    if (node.kind === kind.EqualsEqualsToken || node.kind === kind.ExclamationEqualsToken) {
      found.push({node, text: 'write === or !=='});
    }
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) {
      found.push({node, text: 'write const or let'});
    }
    ts.forEachChild(node, look);
  }
  look(file);
  return found;
}
