import path from 'node:path'

/** `send-message.ts`, `thread.test.ts`, `index.config.ts`; what starts with a dot is a tool's. */
const NAME = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/

export const fileName = {
  meta: { type: 'suggestion', schema: [], messages: { name: '"{{name}}": file names are kebab-case.' } },
  create: (context) => ({
    Program(node) {
      const name = path.basename(context.filename)
      if (!NAME.test(name)) context.report({ node, messageId: 'name', data: { name } })
    },
  }),
}

export const reasonedDisable = {
  meta: { type: 'suggestion', schema: [], messages: { reason: 'Say why the rule does not hold here: "// eslint-disable-next-line some-rule -- the reason".' } },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        const isDisable = /^\s*eslint-disable(?!-enable)/.test(comment.value)
        if (isDisable && !/\s--\s+\S.{7}/s.test(comment.value)) context.report({ loc: comment.loc, messageId: 'reason' })
      }
    },
  }),
}
