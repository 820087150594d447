/** The first words of what was said last. The phone's own copy of a list holds none. */
export const lastWords = ({ lastText, lastAt }: { lastText: string | null; lastAt: string | null }): string => lastText ?? (lastAt === null ? '还没有消息' : '打开后可以看到内容')
