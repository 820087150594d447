import { Ask, Clock, Comment, List, Message, Notice, Phone, Service, User } from '@nutui/icons-react-taro'
import { useEffect } from 'react'
import type { Route } from '@/routes'
import { restart } from '@/platform/navigation'
import { services } from '@/platform/services'
import { useValue } from '@/platform/use-value'
import { EMPTY_INBOX, type InboxSnapshot } from '@/services'
import type { Readable } from '@/services/state'
import { BottomNav, type NavItem } from '../bottom-nav'

type MainPage = Extract<Route, 'reports' | 'complaintFiles' | 'helpDesk' | 'applications' | 'workList' | 'clocks' | 'cases' | 'inbox' | 'window' | 'bind' | 'urgentCalls' | 'noticeCalls' | 'hotline' | 'board' | 'adminStaff' | 'audit' | 'me'>

/** The way between the main pages, by what this person may do. */
export function MainNav({ current, toAnswer = 0 }: { current: MainPage; toAnswer?: number }) {
  const { me, can } = useValue(services.session)
  const inbox = useInbox()
  const item = (key: MainPage, title: string, icon: NavItem['icon'], count = 0): NavItem => ({
    key, title, icon, count, onTap: () => (key === current ? undefined : restart(key)),
  })
  const items = [
    ...(can?.workList ? [item('workList', '待办', <Clock />, toAnswer)] : []),
    // The clerks' own desk; whoever answers in cases as well comes to it from 我的.
    ...(can?.may.includes('hotline.work') && !can.workList ? [item('hotline', '热线', <Service />)] : []),
    ...(can?.may.includes('urgent.call_list') ? [item('urgentCalls', '呼叫', <Phone />)] : []),
    // Whose day it is to ring people; who answers in cases comes to it from 我的.
    ...(can?.may.includes('notices.call_list') && !can.workList ? [item('noticeCalls', '回访', <Message />)] : []),
    ...(can?.issueWindowCode ? [item('window', '窗口', <Service />)] : []),
    ...(can?.may.includes('applications.decide') ? [item('applications', '申请', <List />)] : []),
    ...(can?.may.includes('binding_help.work') ? [item('helpDesk', '求助', <Ask />)] : []),
    ...(can?.may.includes('discipline.read') ? [item('reports', '举报', <Ask />)] : []),
    // Who answers in cases comes to them from the work list.
    ...(can?.may.includes('complaints.list') && !can.workList ? [item('complaintFiles', '信访', <Comment />)] : []),
    ...(can?.may.includes('clocks.list') ? [item('clocks', '期限', <Notice />)] : []),
    ...(can?.may.includes('cases.see_uncovered') ? [item('board', '看板', <Service />)] : []),
    ...(can?.may.includes('staff.list') ? [item('adminStaff', '人员', <User />)] : []),
    ...(can?.may.includes('audit.read') ? [item('audit', '审计', <List />)] : []),
    ...(me?.kind === 'account' ? [item('bind', '绑定', <List />)] : []),
    ...(me?.kind === 'person' || can?.may.includes('cases.list') ? [item('cases', '案件', <List />)] : []),
    ...(me?.kind === 'person' ? [item('inbox', '消息', <Message />, inbox.unread)] : []),
    item('me', '我的', <User />),
  ]
  return <BottomNav items={items} current={current} />
}

const NOTHING: Readable<InboxSnapshot> = { getSnapshot: () => EMPTY_INBOX, subscribe: () => () => undefined }

/** How much a party has not read; of anybody else nothing is asked. */
function useInbox(): InboxSnapshot {
  const account = useValue(services.account)
  const inbox = account?.me.kind === 'person' ? account.inbox : undefined
  useEffect(() => {
    if (inbox && inbox.getSnapshot().rows === null) void inbox.load()
  }, [inbox])
  return useValue(inbox ?? NOTHING)
}
