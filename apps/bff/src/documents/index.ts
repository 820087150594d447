export { bindingSlip, type BindingSlip } from './binding-slip'
export { GAP, openPage, type Page, type TextOptions } from './page'
export { serviceReceipt, type ServiceReceipt } from './service-receipt'
export { threadDocument, type ThreadDocumentParts, type ThreadDocumentRow } from './thread-document'
