export { bindingSlip, type BindingSlip } from './binding-slip'
export { openPage, type Page, type TextOptions } from './page'
export { threadDocument, type ThreadDocumentParts, type ThreadDocumentRow } from './thread-document'
