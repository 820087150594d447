/**
 * The one catalogue of what can go wrong: code → HTTP status and the sentence a person reads.
 * A sentence says what happened, that nothing typed is lost where that is so, and what to do next.
 */
export const ERRORS = {
  'input.invalid': { status: 400, zh: '填写的内容有误，请按提示修改。' },
  'input.malformed': { status: 400, zh: '请求的内容无法识别，请更新后重试。' },
  'input.too_large': { status: 413, zh: '内容太大，没有发出。请减小后重试。' },
  'input.unsupported_type': { status: 400, zh: '不支持这种文件。可以发送图片、PDF、Word、Excel、文本和 mp3 语音。' },
  'input.not_found': { status: 404, zh: '没有找到，或者您无权查看。' },
  'input.method_not_allowed': { status: 405, zh: '不支持这种操作。' },
  'rate.limited': { status: 429, zh: '操作太频繁，请稍后再试。' },
  'cases.transferred': { status: 409, zh: '这件案件已经移送其他法院，本院这里只能看，不能再写。' },
  'transfer.none': { status: 409, zh: '没有这次移送，或者已经撤回。' },
  'transfer.acknowledged': { status: 409, zh: '对方法院已经接收，不能撤回。' },
  'transfer.other_digest': { status: 409, zh: '对方法院收到的与本院移送的不是同一份。' },
  'transfer.court_unknown': { status: 409, zh: '移送名录里没有这家法院。' },
  'transfer.not_whole': { status: 409, zh: '移送来的材料没有通过校验，不能接收。请联系原法院重新移送。' },
  'transfer.people_missing': { status: 409, zh: '还有当事人没有对应到本院案件里的人，不能接收。' },
  'transfer.taken': { status: 409, zh: '这次移送已经接收过了。' },
  'filing.not_connected': { status: 409, zh: '本院还没有接通电子卷宗系统，归卷先等着；接通以后会自动补上。' },
  'filing.unknown': { status: 409, zh: '没有归过这份材料，不能确认。' },
  'auth.required': { status: 401, zh: '请先登录。' },
  'auth.expired': { status: 401, zh: '登录已过期，请重新登录。已填写的内容会保留。' },
  'auth.failed': { status: 401, zh: '登录信息不正确，或验证码已失效。请核对后重试。' },
  'auth.stopped': { status: 401, zh: '账号已停用，请找本院系统管理员。' },
  'auth.locked': { status: 429, zh: '尝试次数过多，请稍后再试，或到执行接待窗口办理。' },
  'auth.wechat_rejected': { status: 401, zh: '微信登录没有成功，请重试。' },
  'auth.wechat_busy': { status: 503, zh: '微信服务繁忙，请稍后重试。' },
  'auth.refresh_reused': { status: 401, zh: '登录状态异常，为了安全已退出，请重新登录。' },
  'access.forbidden': { status: 403, zh: '您没有这项操作的权限。' },
  'binding.required': { status: 403, zh: '请先绑定身份，再查看案件。' },
  'binding.failed': { status: 409, zh: '没有绑定成功。请逐项核对：姓名、身份证号要与身份证一致；手机号须是您本人在法院留过的；绑定码过期或用过就不能再用。仍不成功，请带身份证到执行接待窗口。' },
  'binding.person_unknown': { status: 409, zh: '法院记录里没有这个姓名和身份证号的当事人或代理人。请对照身份证原件核对。' },
  'binding.already_bound': { status: 409, zh: '这个账号已经绑定了身份。' },
  'help.name_differs': { status: 409, zh: '法院记录里，这个证件号登记的是另一个姓名。请对照证件核对；改过名的，请先由承办人更正案件信息。' },
  'help.already_open': { status: 409, zh: '您已经有一件绑定帮助在办理，请看办理进度。' },
  'help.too_many': { status: 429, zh: '今天求助的次数太多了，请明天再试，或到执行接待窗口、拨打热线。' },
  'help.over': { status: 409, zh: '这件绑定帮助已经办完。' },
  'help.not_taken': { status: 409, zh: '请先接下这件绑定帮助，再办理。' },
  'help.papers_full': { status: 409, zh: '照片已经够多了。其余材料请带到窗口。' },
  'help.in_person_only': { status: 409, zh: '法院记录里没有的人，须本人带证件原件到窗口当面核对，不能凭电话登记。' },
  'help.check_missing': { status: 409, zh: '必须核对的还没有核对完。' },
  'help.number_unknown': { status: 409, zh: '只能回拨法院已确认的本人号码。没有这样的号码，请本人到窗口办理。' },
  'help.number_in_note': { status: 400, zh: '这里不要写电话、证件号等号码，会永久留在记录里。' },
  'help.document_unknown': { status: 400, zh: '证件种类或号码的格式不对，请对照证件核对。' },
  'phones.failed': { status: 409, zh: '没有换成。请核对号码和两个验证码；验证码过期了请重新获取。旧手机已不能用的，请到执行接待窗口，或点“请法院帮忙”。' },
  'phones.same': { status: 409, zh: '这个号码法院已经确认过，不用再加。' },
  'staff.unknown': { status: 409, zh: '没有这位工作人员，或该人员不能承办。' },
  'staff.role_unknown': { status: 409, zh: '本院没有这个岗位。' },
  'staff.roles_apart': { status: 409, zh: '系统、安全、审计管理员不能兼任其他岗位。' },
  'staff.number_taken': { status: 409, zh: '这个工号已经有人用了。' },
  'staff.not_active': { status: 409, zh: '这位工作人员已离职或停用。' },
  'staff.not_yourself': { status: 409, zh: '不能给自己办理这一项，请由另一位管理员办理。' },
  'staff.absence_overlaps': { status: 409, zh: '这段时间已经登记过外出。请先结束原来那一段，再登记新的。' },
  'staff.absence_over': { status: 409, zh: '这段外出已经结束了。' },
  'staff.deputy_unfit': { status: 409, zh: '不能由这位人员代理。代理人须是同一部门、在岗的执行人员或员额法官，且不是本人。' },
  'staff.not_on_duty': { status: 409, zh: '这位人员没有值班岗位，不能排班。' },
  'staff.duty_overlaps': { status: 409, zh: '这位人员在这段时间已经排了班。' },
  'staff.duty_over': { status: 409, zh: '这个班次已经结束，或已经取消。' },
  'staff.password_wrong': { status: 409, zh: '原密码不对。' },
  'staff.password_weak': { status: 409, zh: '新密码太短，或与原密码相同。请换一个更长的。' },
  'messaging.off_hours_reason_required': { status: 409, zh: '现在是非工作时间。请写明发送理由，理由会记入案卷。' },
  'messaging.not_handler': { status: 403, zh: '您不是本案现任承办人，不能发送。' },
  'messaging.judge_required': { status: 403, zh: '反映执行不规范的事项须由员额法官答复。' },
  'messaging.special_authority_required': { status: 403, zh: '终本意见、和解、收款须由当事人本人或者特别授权的代理人提出。您的授权是一般授权。' },
  'messaging.empty': { status: 400, zh: '请写点内容，或添加图片、文件、语音。' },
  'messaging.sensitive_number': { status: 400, zh: '内容里像是有银行账号或身份证号。聊天中请不要发送这类号码；收款账户请在案件页点“收款账户”，用专门的表登记。' },
  'messaging.attachment_unknown': { status: 409, zh: '附件没有上传完整，请重新添加。' },
  'messaging.voice_summary_required': { status: 409, zh: '当事人发来的语音还没有写明说的是什么。请先听语音、写一句大意，再答复。' },
  'messaging.not_a_voice': { status: 409, zh: '只能给当事人的语音写大意。' },
  'messaging.nothing_open': { status: 409, zh: '当前没有待答复的事项。' },
  'messaging.not_a_message': { status: 409, zh: '只能给当事人的消息改标记。' },
  'messaging.sealed': { status: 410, zh: '这条内容已经封存，不能再查看。' },
  'messaging.confidential': { status: 403, zh: '这条内容只给承办人看。' },
  'messaging.released': { status: 409, zh: '承办人已经解除保密，不能再改回只给承办人看。' },
  'sealing.not_sealable': { status: 409, zh: '这条记录不能申请封存，或者已经封存。' },
  'sealing.already_asked': { status: 409, zh: '这条消息已经有人申请封存，正在等负责人决定。' },
  'sealing.nothing_asked': { status: 409, zh: '没有待批的封存申请，可能已经有人决定了。' },
  'sealing.own_request': { status: 403, zh: '自己申请的封存，要由别的负责人决定。' },
  'sealing.reason_unknown': { status: 400, zh: '请从列出的原因里选一个。' },
  'messaging.too_far': { status: 409, zh: '标记的位置超出了已有内容。' },
  'tasks.respondent_only': { status: 409, zh: '只能要求被执行人一方办理。' },
  'tasks.unknown': { status: 409, zh: '没有这件要办的事。' },
  'tasks.day_is_past': { status: 409, zh: '办理期限不能早于今天。' },
  'forms.invalid': { status: 400, zh: '表里有没填或填得不对的地方，没有提交。已填写的内容都在。' },
  'forms.outdated': { status: 409, zh: '这份表刚刚更新过，没有提交。请重新打开，核对后再提交。' },
  'forms.not_entitled': { status: 403, zh: '这份表须由当事人本人，或者有权代表当事人的人提交。' },
  'forms.already_submitted': { status: 409, zh: '这份表已经提交过，不能再交一次。情况有变化，请提交补充报告。' },
  'applications.unknown': { status: 409, zh: '没有找到这份申请或线索。可能已经封存，请刷新。' },
  'applications.ended': { status: 409, zh: '这份申请或线索已经有结果，不能再办一次。请刷新。' },
  'forms.nothing_to_supplement': { status: 409, zh: '没有找到要补充的那份报告。请先提交报告，再补充。' },
  'receiving_account.name_mismatch': { status: 409, zh: '户名与当事人姓名（名称）不一致。案款只能发放到当事人自己名下的账户。' },
  'receiving_account.number_wrong': { status: 400, zh: '账号不对，请对照银行卡或开户许可逐位核对。' },
  'receiving_account.not_confirmed': { status: 409, zh: '短信验证码不对或已失效，账户没有登记。请重新获取验证码。' },
  'receiving_account.no_phone': { status: 409, zh: '法院没有您本人留过的手机号，不能在线核对身份。请带身份证到执行接待窗口登记收款账户。' },
  'messaging.slowed': { status: 409, zh: '今天的普通消息已经发完。这一条留在手机里，没有发出。要紧的事请更改类别后再发，不受限制。' },
  'messaging.not_slowed': { status: 409, zh: '现在不是慢速沟通，不用解除。' },
  'messaging.slow_mode_range': { status: 400, zh: '天数或每天的条数超出了本院规定的范围。' },
  'flags.kind_unknown': { status: 400, zh: '没有这种标记，请重新选择。' },
  'flags.unknown': { status: 409, zh: '没有找到这个标记，或者已经撤回。' },
  'settlement.not_a_proposal': { status: 409, zh: '这条消息不是和解意向。' },
  'settlement.no_consent': { status: 409, zh: '提出和解意向的人现在没有同意转告，不能转告对方。可以先征求同意。' },
  'settlement.already_passed_on': { status: 409, zh: '已经转告过了。' },
  'settlement.not_other_side': { status: 409, zh: '只能转告本案对方现在的当事人或代理人。' },
  'urgent.nothing_open': { status: 409, zh: '这条紧急线索已经办结，或者还没有。' },
  'urgent.taken': { status: 409, zh: '这条紧急线索已经有人接手。请看页面上是谁。' },
  'urgent.take_first': { status: 409, zh: '请先点“我来处理”，再办结。' },
  'urgent.not_yours': { status: 409, zh: '这条紧急线索由别人接手，不由您办理。' },
  'notices.not_on_list': { status: 409, zh: '这个人现在不用再打了：可能已经联系上，或者自己看到了。请刷新名单。' },
  'notices.too_early': { status: 409, zh: '还没到再打的时间，请按名单上的时间打。' },
  'notices.identity_wrong': { status: 409, zh: '身份证后四位对不上，不能告诉对方案件内容。请再核对一次，仍对不上的请记“不是本人”。' },
  'notices.no_such_number': { status: 409, zh: '这个号码不在名单上，请刷新后重选。' },
  'notices.time_missing': { status: 409, zh: '请填对方希望什么时候再打。' },
  'notices.not_over': { status: 409, zh: '这条通知还在发送中，不用重发。' },
  'urgent.not_rung': { status: 409, zh: '这个人现在不用再联系。请刷新名单。' },
  'cases.same_handler': { status: 409, zh: '新承办人与现承办人相同。' },
  'cases.closed': { status: 409, zh: '案件已结案，不能再移交。' },
  'standing.party_unknown': { status: 409, zh: '本案没有这位当事人，或者已经变更为别人。请核对后再选。' },
  'standing.relation_unknown': { status: 409, zh: '没有找到要结束的这项身份。' },
  'standing.both_sides': { status: 409, zh: '这个人在本案中站在对方一侧，或者曾经站在对方一侧，不能再代表这一方。' },
  'standing.heard_there': { status: 409, zh: '这个人在对方一侧的登记虽然有误，但那时已经有过沟通，内容不能带到这一侧来。请由别人代表这一方；没有别人的，请当面到法院办理。' },
  'standing.others_stand': { status: 409, zh: '还有人代表这位当事人。请先结束他们的身份，再把这项登记作废。' },
  'standing.already': { status: 409, zh: '这个人已经有这项身份了，不用重复登记。' },
  'standing.does_not_fit': { status: 409, zh: '这种身份不适合这位当事人：经办人只用于单位，法定代理人和变更后的当事人只用于个人。' },
  'standing.not_for_oneself': { status: 409, zh: '不能做自己的代理人或经办人。' },
  'standing.authority_needed': { status: 409, zh: '委托代理人要写明是一般授权还是特别授权，其他身份不用写。' },
  'standing.until_passed': { status: 409, zh: '有效期已经过了，请填写以后的日期。' },
  'standing.not_expired': { status: 409, zh: '有效期还没有到。' },
  'standing.party_stays': { status: 409, zh: '当事人本人不能这样结束，只能依裁定变更。' },
  'standing.unit_code_wrong': { status: 409, zh: '统一社会信用代码不对。请对照营业执照核对，一共18位。' },
  'standing.unit_name_differs': { status: 409, zh: '法院记录里，这个统一社会信用代码登记的是另一个名称。请对照营业执照核对；填错的，请退回申请。' },
  'standing.already_decided': { status: 409, zh: '这份申请已经处理过了，请刷新后查看结果。' },
  'standing.judge_required': { status: 403, zh: '变更当事人须由员额法官或执行局长依裁定办理。' },
  'standing.documents_needed': { status: 409, zh: '窗口办理须先核验原件。请确认原件在手，再作决定。' },
  'standing.too_many_open': { status: 409, zh: '您已有多份申请在等答复，请先等答复，或者撤回不需要的。' },
  'progress.unknown_node': { status: 409, zh: '本院没有启用这个节点，不能记录。' },
  'progress.filed_already': { status: 409, zh: '立案已由法院系统登记，不用再记，也不能撤回。' },
  'progress.in_future': { status: 409, zh: '还没有发生的事不能记。只有已经定下日期的事（如开拍）可以先记。' },
  'progress.before_filing': { status: 409, zh: '日期早于立案日，请核对。' },
  'progress.late_reason_required': { status: 409, zh: '这一步早已发生，属于补记。请写明补记理由，理由会记入案卷。' },
  'progress.approval_required': { status: 409, zh: '这一步须先经批准。请填写批准人、批准日期和审批单号。' },
  'progress.approval_unfit': { status: 409, zh: '填写的批准不符合规定，请核对批准人和日期。' },
  'progress.report_required': { status: 409, zh: '这一步批准后须向上级法院执行局报备。请填写报备日期。' },
  'progress.field_missing': { status: 400, zh: '还有必须填的内容没有填。' },
  'progress.field_wrong': { status: 400, zh: '填写的内容格式不对，请核对。' },
  'progress.reserve_price': { status: 409, zh: '起拍价低于规定的下限，不能这样公告。' },
  'progress.auction_lead': { status: 409, zh: '公告离开拍的天数不够，请改期。' },
  'progress.auction_day_differs': { status: 409, zh: '公告上的开拍日与已记录的开拍日不一致，请先核对。' },
  'progress.too_early': { status: 409, zh: '还没有满规定的期限，不能办理这一步。' },
  'progress.interview_missing': { status: 409, zh: '本案还没有约谈申请执行人的记录，不能办理这一步。' },
  'progress.paper_missing': { status: 409, zh: '请填写笔录或者签字文书的编号。' },
  'progress.object_required': { status: 409, zh: '请写明是哪一项财产、哪一次拍卖或者哪一笔款。' },
  'progress.time_required': { status: 409, zh: '这一步按小时计算期限，请填写几点几分。' },
  'progress.already_recorded': { status: 409, zh: '这一步已经记过了。记错了的，请先撤回原来那条。' },
  'progress.unknown_record': { status: 409, zh: '没有找到这条记录，或者已经撤回。' },
  'progress.judge_required': { status: 403, zh: '这一项须由员额法官办理。' },
  'progress.not_for_this_side': { status: 409, zh: '这一步依规定不能告知这一方。' },
  'progress.detail_for_applicant': { status: 409, zh: '详细内容只能告知申请执行人一方。' },
  'progress.number_in_detail': { status: 400, zh: '告知的内容里像是有银行账号或身份证号，请只写后四位。' },
  'progress.nothing_to_release': { status: 409, zh: '这一步没有被暂缓告知，不用放行。' },
  'progress.release_reason': { status: 400, zh: '还有财产查询没有完成。要现在就告知这一方，请写明理由，理由会记入案卷。' },
  'progress.hold_unchanged': { status: 409, zh: '现在已经是这样了，不用再设。' },
  'progress.cause_unknown': { status: 409, zh: '本院没有这种不计入期限的事由。' },
  'progress.suspension_days': { status: 409, zh: '起止日期不对：不能早于立案日，不能晚于今天，结束不能早于开始。' },
  'progress.already_suspended': { status: 409, zh: '这种事由正在进行，还没有结束，不用再记。' },
  'progress.suspension_unknown': { status: 409, zh: '没有找到正在进行的这项扣除，或者已经结束。' },
  'progress.clock_unknown': { status: 409, zh: '没有找到正在进行的这个期限。' },
  'progress.not_extendable': { status: 409, zh: '这个期限不能延长，或者超出了允许延长的次数和长度。' },
  'integration.signature_wrong': { status: 401, zh: '签名不对，或没有这把密钥。请核对密钥编号、签名内容和请求路径。' },
  'integration.signature_old': { status: 401, zh: '请求的时间与服务器时间相差太多。请校准时钟后重新签名再发。' },
  'integration.replayed': { status: 401, zh: '这个请求已经收到过。请换一个随机数，重新签名再发。' },
  'integration.case_unknown': { status: 409, zh: '没有这个案件。请先导入案件，再发这一条。' },
  'integration.party_unknown': { status: 409, zh: '本案没有这个编号的当事人。请先导入当事人，再发这一条。' },
  'integration.parties_missing': { status: 409, zh: '新案件至少要有一位当事人。' },
  'integration.case_number_taken': { status: 409, zh: '这个案号已经登记为另一个案件编号。请核对。' },
  'integration.person_changed': { status: 409, zh: '这个编号先前登记的是另一个证件号码。登记有误的，请先把原来的编号作废，再用新编号登记。' },
  'integration.other_standing': { status: 409, zh: '这个编号先前登记的是另一种身份。请用新编号登记。' },
  'integration.older': { status: 409, zh: '已经有更新的内容，这一条没有改动什么。' },
  'integration.not_by_import': { status: 409, zh: '这位工作人员的这一项不能由导入更改，请由本院管理员办理。' },
  'integration.identity_as_number': { status: 400, zh: '编号不能用身份证号。请用办案系统自己的编号。' },
  'log.key_conflict': { status: 409, zh: '编号与已存入案卷的另一条内容相同，这次没有存入。请先看看是否已经发出。' },
  'log.clock_behind': { status: 503, zh: '服务器时间异常，内容未存入，请稍后重试。' },
  'log.unavailable': { status: 503, zh: '案卷暂时存不进去，请稍后重试。内容已保留在本机。' },
  'read.behind': { status: 503, zh: '数据正在更新，请稍后再看。' },
  'live.token_required': { status: 401, zh: '连接已断开，正在重新连接。' },
  'server.internal': { status: 500, zh: '服务器出错了，请稍后重试。已填写的内容会保留。' },
  'server.unavailable': { status: 503, zh: '服务暂时不可用，请稍后重试。' },
  // Only the phone itself says these.
  'client.offline': { status: 0, zh: '网络不通。内容已保存在本机，网络恢复后会自动发出。' },
  'client.timeout': { status: 0, zh: '网络太慢，没有等到回复。内容已保留，可以重试。' },
  'client.bad_answer': { status: 0, zh: '收到的数据有误，请更新后重试。' },
  'client.cancelled': { status: 0, zh: '已取消。' },
  'client.recorder_refused': { status: 0, zh: '没有录音权限。请在设置里允许使用麦克风。' },
  'client.access_ended': { status: 0, zh: '您在这个案件中的身份已经结束，这条没有发出。可以复制内容，或者删除。' },
  'client.voice_too_long': { status: 0, zh: '语音最长 60 秒，请分段发送。' },
} as const satisfies Record<string, { status: number; zh: string }>

export type ErrorCode = keyof typeof ERRORS

export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.prototype.hasOwnProperty.call(ERRORS, code)

/** The sentence a person reads for a code. */
export const sentence = (code: ErrorCode): string => ERRORS[code].zh

export interface ErrorDetails {
  /** The input field the error is about, as a dotted path: `body.text`. */
  field?: string
  /** Whole seconds to wait before trying again. */
  retryAfterSeconds?: number
  /** A sentence more exact than the catalogue's; Chinese, for people. */
  detail?: string
  /** What caused it; goes to the diagnostics, never to a client. */
  cause?: unknown
}

/** The only error a command or rule throws on purpose. */
export class CodedError extends Error {
  override readonly name = 'CodedError'
  readonly status: number
  readonly field?: string
  readonly retryAfterSeconds?: number
  readonly detail?: string

  constructor(
    readonly code: ErrorCode,
    details: ErrorDetails = {},
  ) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause })
    this.status = ERRORS[code].status
    if (details.field !== undefined) this.field = details.field
    if (details.retryAfterSeconds !== undefined) this.retryAfterSeconds = details.retryAfterSeconds
    if (details.detail !== undefined) this.detail = details.detail
  }
}

/** Throws the coded error unless the value is truthy. */
export function assertThat(value: unknown, code: ErrorCode, details?: ErrorDetails): asserts value {
  if (!value) throw new CodedError(code, details)
}
