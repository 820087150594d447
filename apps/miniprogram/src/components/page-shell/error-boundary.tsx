import { Component, type PropsWithChildren } from 'react'
import { ErrorState } from '../error-state'

interface State {
  broken: boolean
}

/** Catches what breaks while drawing, so that the rest of the page stays. It does not catch what breaks in a handler. */
export class ErrorBoundary extends Component<PropsWithChildren, State> {
  override state: State = { broken: false }

  static getDerivedStateFromError(): State {
    return { broken: true }
  }

  override componentDidCatch(error: unknown) {
    // The only place where a phone's own fault can be seen: WeChat's and the browser's consoles.
    console.error(error)
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return <ErrorState sentence="这一页出了点问题。已写的内容还在本机。" onRetry={() => this.setState({ broken: false })} />
  }
}
