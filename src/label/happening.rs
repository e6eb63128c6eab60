//! The history of a petition in plain Vietnamese: one sentence for each happening.

use super::workflow::{
    acting, body_type, complexity, criterion, discontinuance_ground, extent, filing_reason,
    going_on, issued, notice, publication_form, refusal_ground, result_code, round, sender_type,
    suspension_ground,
};
use super::{count, date, document, field, kind, mode, outcome};
use crate::app::settings::OfficeOn;
use crate::domain::event::Happening;
use crate::domain::petition::Assignment;
use crate::domain::seal::SealHappening;
use crate::domain::workflow::case::{
    CaseHappening, ComplexityFound, Decision, Dialogue, Draft, Publication, PublicationForm,
    Remedies, TermHappening, Withdrawal,
};
use crate::domain::workflow::petition::{
    Classification, Competence, PaperHappening, Proposal, Relation, Route,
};

/// What happened, in a sentence without its full stop.
pub fn happening(happening: &Happening, office: OfficeOn<'_>) -> String {
    match happening {
        Happening::Received => "Tiếp nhận đơn".into(),
        Happening::Assigned(assignment) => format!("Giao {}", given(assignment, office)),
        Happening::Resolved(result) => format!("Kết quả: {}", outcome(result)),
        Happening::FiledAway => "Lưu đơn".into(),
        Happening::IdentityOpened { reason } => {
            with_reason("Mở danh tính người gửi được giữ bí mật", reason)
        }
        Happening::Paper(step) => paper(step, office),
        Happening::Case(step) => case(step, office),
        Happening::HandedOver { from, to, document: paper, reason, keeps_officer } => {
            let officer = if *keeps_officer { ", giữ nguyên chuyên viên" } else { "" };
            format!(
                "Chuyển từ {} sang {} theo {}: {reason}{officer}",
                office.full_name(*from),
                office.full_name(*to),
                document(paper)
            )
        }
        Happening::Corrected(correction) => super::correction::correction(correction),
        Happening::StepCorrected(correction) => super::correction::step_correction(correction),
        Happening::Seal(step) => seal(step, office),
    }
}

fn seal(step: &SealHappening, office: OfficeOn<'_>) -> String {
    match step {
        SealHappening::Asked { reason } => {
            let reason = reason.as_deref().unwrap_or_default();
            with_reason("Người gửi đề nghị giữ bí mật danh tính", reason)
        }
        SealHappening::KeptOutside { file } => {
            format!("Danh tính giữ ngoài hệ thống, hồ sơ giấy số {file}")
        }
        SealHappening::AccessGiven { to, reason } => {
            with_reason(&format!("Cho {} biết danh tính người gửi", office.person(*to)), reason)
        }
        SealHappening::AccessEnded { to } => {
            format!("Thôi cho {} biết danh tính người gửi", office.person(*to))
        }
        SealHappening::Lifted { document: paper, reason } => {
            with_reason(&format!("Bỏ giữ bí mật danh tính theo {}", document(paper)), reason)
        }
    }
}

/// With the reason where it is told.
fn with_reason(what: &str, reason: &str) -> String {
    if reason.is_empty() { what.to_owned() } else { format!("{what}, lý do: {reason}") }
}

fn given(assignment: &Assignment, office: OfficeOn<'_>) -> String {
    let unit = Some(office.full_name(assignment.unit).to_owned());
    let mode = assignment.mode.map(|way| format!(" {}", mode(way)));
    let paper = assignment.document.as_ref();
    let paper = paper.map(|paper| format!(", văn bản {}", document(paper)));
    let due = assignment.due_on.map(|day| format!(", hạn {}", date(day)));
    [unit, mode, paper, due].into_iter().flatten().collect()
}

fn paper(step: &PaperHappening, office: OfficeOn<'_>) -> String {
    match step {
        PaperHappening::Classified(found) => classified(found),
        PaperHappening::Proposed(slip) => format!("Đề xuất {}", proposal(slip, office)),
        PaperHappening::Agreed { remark } => {
            with_remark("Lãnh đạo ban đồng ý, trình lãnh đạo UBND", remark.as_deref())
        }
        PaperHappening::SentBack { remark } => format!("Trả lại phiếu đề xuất: {remark}"),
        PaperHappening::Approved { proposal: slip, is_changed, remark } => {
            // The grounds of the slip stand at the slip; those of another proposal nowhere else.
            let what = if *is_changed {
                format!("Duyệt, sửa thành {}", proposal(slip, office))
            } else {
                format!("Duyệt {}", route(&slip.route, office))
            };
            with_remark(&what, remark.as_deref())
        }
        PaperHappening::Dispatched(paper) => {
            format!("Phát hành {}{}", issued(paper), recipients(&paper.recipients))
        }
        PaperHappening::FiledAway { reasons } => {
            format!("Lưu đơn: {}", joined(reasons.iter().map(|reason| filing_reason(*reason))))
        }
        PaperHappening::Split { into } => {
            let numbers: Vec<String> = into.iter().map(ToString::to_string).collect();
            format!("Tách thành các đơn {}", numbers.join(", "))
        }
    }
}

fn classified(found: &Classification) -> String {
    let mut parts = vec![kind(found.kind).to_lowercase(), field(found.field).to_lowercase()];
    parts.push(round(found.round).to_owned());
    parts.push(match &found.competence {
        Competence::Ours => "thuộc thẩm quyền".into(),
        Competence::Other { body_type: what, body: Some(body) } => {
            format!("không thuộc thẩm quyền ({body}, {})", body_type(*what))
        }
        Competence::Other { body_type: what, body: None } => {
            format!("không thuộc thẩm quyền ({})", body_type(*what))
        }
    });
    parts.push(if found.is_eligible() {
        "đủ điều kiện xử lý".into()
    } else {
        let reasons = found.ineligible.iter().map(|reason| filing_reason(*reason));
        format!("không đủ điều kiện: {}", joined(reasons))
    });
    parts.extend(found.has_several_contents.then(|| "nhiều nội dung".to_owned()));
    parts.extend(found.is_anonymous.then(|| "không ghi tên".to_owned()));
    parts.push(format!("người gửi là {}, {}", sender_type(found.sender), acting(found.acting)));
    parts.extend(found.handled_before_by.as_ref().map(|body| format!("{body} đã giải quyết")));
    parts.extend(found.earlier.map(|(what, id)| format!("{} {id}", related(what))));
    format!("Phân loại: {}", parts.join("; "))
}

/// What this petition is to the earlier one whose number follows.
fn related(relation: Relation) -> &'static str {
    match relation {
        Relation::Duplicate => "trùng với đơn",
        Relation::Repeated => "gửi lại việc của đơn",
        Relation::SecondInstance => "khiếu nại lần hai sau đơn",
        Relation::ContinuedDenunciation => "tố cáo tiếp sau đơn",
        Relation::SplitFrom => "tách từ đơn",
    }
}

/// What a slip proposes.
pub fn proposal(slip: &Proposal, office: OfficeOn<'_>) -> String {
    let what = route(&slip.route, office);
    match slip.note.as_deref().filter(|note| !note.is_empty()) {
        Some(note) => format!("{what}. Căn cứ: {note}"),
        None => what,
    }
}

fn route(route: &Route, office: OfficeOn<'_>) -> String {
    match route {
        Route::Accept { unit, mode: way, due_on } => {
            let due = due_on.map(|day| format!(", hạn {}", date(day))).unwrap_or_default();
            format!("giao {} {}{due}", office.full_name(*unit), mode(*way))
        }
        Route::Refuse { grounds } => {
            format!(
                "không thụ lý: {}",
                joined(grounds.iter().map(|ground| refusal_ground(*ground)))
            )
        }
        Route::Guide { body } => format!("hướng dẫn gửi đến {body}"),
        Route::Forward { body } => format!("chuyển đơn đến {body}"),
        Route::Urge { body } => format!("đôn đốc {body}"),
        Route::Return { body, reason } => format!("trả lại {body}: {reason}"),
        Route::FileAway { reasons } => {
            format!("lưu đơn: {}", joined(reasons.iter().map(|reason| filing_reason(*reason))))
        }
    }
}

fn case(step: &CaseHappening, office: OfficeOn<'_>) -> String {
    match step {
        CaseHappening::GivenToOfficer { officer } => {
            format!("Giao chuyên viên {}", office.person(*officer))
        }
        CaseHappening::Reassigned { to, reason } => {
            format!("Giao lại {}, lý do: {reason}", given(to, office))
        }
        CaseHappening::Accepted { document: paper, rule } => {
            let rule = rule.as_ref().map(|rule| format!("; thời hạn theo quy định {rule}"));
            format!("Thụ lý: {}{}", issued(paper), rule.unwrap_or_default())
        }
        CaseHappening::Declined { grounds, document: paper } => format!(
            "Không thụ lý: {}; {}",
            joined(grounds.iter().map(|ground| refusal_ground(*ground))),
            issued(paper)
        ),
        CaseHappening::VerificationStarted { document: Some(paper) } => {
            format!("Bắt đầu xác minh: {}", issued(paper))
        }
        CaseHappening::VerificationStarted { document: None } => "Bắt đầu xác minh".into(),
        CaseHappening::DialogueHeld(held) => dialogue(held),
        CaseHappening::HandedIn(draft) => handed_in(draft),
        CaseHappening::DraftReturned { remark } => format!("Trả lại dự thảo: {remark}"),
        CaseHappening::Issued(decision) => decided(decision),
        CaseHappening::Sent { recipients } => format!("Gửi kết quả đến {}", recipients.join("; ")),
        CaseHappening::Published(publication) => published(publication),
        CaseHappening::EnforcementStarted { document: paper } => {
            format!("Giao thi hành: {}", issued(paper))
        }
        CaseHappening::EnforcementRecorded(done) => format!("Đã thi hành: {}", remedies(done)),
        CaseHappening::Closed => "Kết thúc hồ sơ".into(),
        CaseHappening::Term(change) => term(change),
        CaseHappening::Withdrawn(withdrawal) => withdrawn(withdrawal),
        CaseHappening::Discontinued { ground, document: paper } => {
            format!("Đình chỉ: {}; {}", discontinuance_ground(*ground), issued(paper))
        }
        CaseHappening::TakenFurther { to } => format!("Lên cấp trên theo đơn {to}"),
        CaseHappening::WentToCourt { document: paper, ends_case } => {
            let end = if *ends_case { "; kết thúc giải quyết khiếu nại" } else { "" };
            format!("Tòa án thụ lý: {}{end}", document(paper))
        }
        CaseHappening::StepRecorded { text, document: paper } => {
            let paper = paper.as_ref().map(|paper| format!(" (văn bản {})", document(paper)));
            format!("{text}{}", paper.unwrap_or_default())
        }
        CaseHappening::NoticeSent { of, recipients } => {
            format!("Gửi {} đến {}", notice(*of), recipients.join("; "))
        }
        CaseHappening::Reopened { reason, document: paper } => {
            let paper = paper.as_ref().map(|paper| format!(" (văn bản {})", document(paper)));
            format!("Mở lại vụ việc đã rút: {reason}{}", paper.unwrap_or_default())
        }
    }
}

fn dialogue(held: &Dialogue) -> String {
    let absent =
        if held.is_unattended { "; người khiếu nại vắng mặt không lý do" } else { "" };
    format!("Đối thoại, mời ngày {}; {}{absent}", date(held.invited_on), issued(&held.minutes))
}

fn handed_in(draft: &Draft) -> String {
    let mut text = "Trình kết quả và dự thảo".to_owned();
    if let Some(report) = &draft.report {
        text.push_str(": ");
        text.push_str(&issued(report));
    }
    if draft.is_disputed {
        text.push_str("; yêu cầu và kết quả xác minh còn khác nhau");
    }
    with_remark(&text, draft.note.as_deref())
}

fn decided(decision: &Decision) -> String {
    let mut text =
        format!("Ban hành {}: {}", issued(&decision.document), result_code(decision.result));
    if decision.remedies != Remedies::default() {
        text.push_str("; kiến nghị ");
        text.push_str(&remedies(&decision.remedies));
    }
    if decision.is_to_be_enforced {
        text.push_str("; có nội dung phải thi hành");
    }
    text.push_str(&recipients(&decision.document.recipients));
    text
}

fn published(publication: &Publication) -> String {
    let until = publication.until.map(|day| format!(", đến ngày {}", date(day)));
    let at = match publication.form {
        PublicationForm::Meeting | PublicationForm::Posting => " tại",
        PublicationForm::Portal | PublicationForm::InternalNetwork | PublicationForm::Media => ",",
    };
    format!(
        "Công khai: {}{at} {}{}",
        publication_form(publication.form),
        publication.place,
        until.unwrap_or_default()
    )
}

fn withdrawn(withdrawal: &Withdrawal) -> String {
    let mut text = format!("Rút đơn {}", extent(withdrawal.extent));
    if let Some(what) = &withdrawal.text {
        text.push_str(": ");
        text.push_str(what);
    }
    if withdrawal.is_after_persuasion {
        text.push_str("; sau khi được giải thích, thuyết phục");
    }
    if let Some(reason) = withdrawal.going_on {
        text.push_str("; vẫn giải quyết vì ");
        text.push_str(going_on(reason));
    }
    text
}

fn term(change: &TermHappening) -> String {
    match change {
        TermHappening::ComplexityRecorded(found) => complexity_found(found),
        TermHappening::ExtensionAsked { days, reason } => {
            format!("Xin gia hạn {} ngày: {reason}", count(u64::from(*days)))
        }
        TermHappening::Extended { days, document: paper } => {
            format!("Gia hạn {} ngày: {}", count(u64::from(*days)), issued(paper))
        }
        TermHappening::ExtensionDenied { remark } => format!("Không cho gia hạn: {remark}"),
        TermHappening::Suspended { ground, document: paper } => {
            format!("Tạm đình chỉ, {}: {}", suspension_ground(*ground), issued(paper))
        }
        TermHappening::Resumed { document: paper } => {
            format!("Tiếp tục giải quyết: {}", issued(paper))
        }
    }
}

fn complexity_found(found: &ComplexityFound) -> String {
    let mut text = format!("Ghi nhận vụ việc {}", complexity(found.complexity));
    if !found.criteria.is_empty() {
        text.push_str(": ");
        text.push_str(&joined(found.criteria.iter().map(|one| criterion(*one))));
    }
    if let Some(paper) = &found.document {
        text.push_str("; ");
        text.push_str(&issued(paper));
    }
    if let Some(reason) = &found.reason {
        text.push_str("; lý do: ");
        text.push_str(reason);
    }
    text
}

/// The figures that are not nought.
fn remedies(found: &Remedies) -> String {
    let amount = |what: &str, amount: crate::domain::workflow::case::Amount| {
        let money = (amount.money > 0).then(|| format!("{} đồng", count(amount.money)));
        let land = (amount.land > 0).then(|| format!("{} m²", square_metres(amount.land)));
        let parts: Vec<String> = money.into_iter().chain(land).collect();
        (!parts.is_empty()).then(|| format!("{what} {}", parts.join(", ")))
    };
    let people = |what: &str, number: u32| {
        (number > 0).then(|| format!("{what} {}", count(u64::from(number))))
    };
    let parts: Vec<String> = [
        amount("thu hồi cho Nhà nước", found.to_state),
        amount("trả lại tổ chức", found.to_organisations),
        amount("trả lại cá nhân", found.to_individuals),
        people("tổ chức được trả quyền lợi:", found.organisations),
        people("cá nhân được trả quyền lợi:", found.individuals),
        people("xử lý tổ chức:", found.organisations_disciplined),
        people("xử lý người:", found.disciplined.all),
        people("chuyển cơ quan điều tra số vụ:", found.investigated.cases),
        people("khởi tố số vụ:", found.prosecuted.cases),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { "không có số liệu".into() } else { parts.join(", ") }
}

/// Hundredths of a square metre, as they are written ("12,50").
fn square_metres(hundredths: u64) -> String {
    format!("{},{:02}", count(hundredths / 100), hundredths % 100)
}

fn recipients(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("; gửi {}", names.join("; ")) }
}

fn with_remark(text: &str, remark: Option<&str>) -> String {
    match remark.filter(|remark| !remark.is_empty()) {
        Some(remark) => format!("{text}. Ý kiến: {remark}"),
        None => text.to_owned(),
    }
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}
