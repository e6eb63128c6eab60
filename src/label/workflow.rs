//! Words for the way of a petition: stages, moves, clocks, documents, the pick-lists of the law, and refusals.

use chrono::NaiveDate;

use super::{count, date};
use crate::domain::deadline::{ClockState, DeadlineError, ExtensionRefused};
use crate::domain::document::{DocumentKind, IssuedDocument};
use crate::domain::organisation::UnitKind;
use crate::domain::rulebook::Complexity;
use crate::domain::workflow::case::{Extent, NoticeOf, PublicationForm};
use crate::domain::workflow::grounds::{
    ComplexityCriterion, DiscontinuanceGround, FilingReason, GoingOn, RefusalGround, ResultCode,
    SuspensionGround,
};
use crate::domain::workflow::petition::{ActingThrough, BodyType, Relation, Round, SenderType};
use crate::domain::workflow::{ClockKind, Missing, Move, Refusal, Refused, Stage};

/// Where a petition stands.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Received => "Chờ phân loại",
        Stage::Classified => "Chờ đề xuất",
        Stage::Proposed => "Chờ lãnh đạo ban",
        Stage::AwaitingApproval => "Chờ duyệt",
        Stage::Approved => "Chờ phát hành",
        Stage::Assigned => "Chờ thụ lý",
        Stage::Accepted => "Đã thụ lý",
        Stage::Verifying => "Đang xác minh",
        Stage::Dialogue => "Đã đối thoại",
        Stage::Drafted => "Chờ ban hành",
        Stage::Issued => "Chờ công khai",
        Stage::Published => "Đã công khai",
        Stage::Enforcing => "Đang thi hành",
        Stage::Closed => "Đã giải quyết xong",
        Stage::FiledAway => "Lưu đơn",
        Stage::Refused => "Không thụ lý",
        Stage::Guided => "Đã hướng dẫn",
        Stage::Forwarded => "Đã chuyển",
        Stage::Urged => "Đã đôn đốc",
        Stage::Returned => "Đã trả lại",
        Stage::Split => "Đã tách đơn",
        Stage::Discontinued => "Đình chỉ",
        Stage::InCourt => "Tòa án thụ lý",
    }
}

/// A move, as its button says it.
pub fn made(made: Move) -> &'static str {
    match made {
        Move::Classify => "Phân loại",
        Move::Propose => "Đề xuất xử lý",
        Move::Split => "Tách đơn",
        Move::Agree => "Đồng ý, trình lãnh đạo",
        Move::SendBack => "Trả lại phiếu",
        Move::Approve => "Duyệt",
        Move::Dispatch => "Phát hành văn bản",
        Move::GiveToOfficer => "Giao chuyên viên",
        Move::Reassign => "Giao lại đơn vị",
        Move::Accept => "Thụ lý",
        Move::Decline => "Không thụ lý",
        Move::StartVerification => "Bắt đầu xác minh",
        Move::HoldDialogue => "Ghi đối thoại",
        Move::HandIn => "Trình kết quả",
        Move::ReturnDraft => "Trả lại dự thảo",
        Move::Issue => "Ban hành kết quả",
        Move::Send => "Ghi đã gửi",
        Move::Publish => "Ghi công khai",
        Move::StartEnforcement => "Giao thi hành",
        Move::RecordEnforcement => "Ghi kết quả thi hành",
        Move::Close => "Kết thúc hồ sơ",
        Move::RecordComplexity => "Ghi nhận phức tạp",
        Move::AskExtension => "Xin gia hạn",
        Move::Extend => "Gia hạn",
        Move::DenyExtension => "Không cho gia hạn",
        Move::Suspend => "Tạm đình chỉ",
        Move::Resume => "Tiếp tục giải quyết",
        Move::Withdraw => "Ghi rút đơn",
        Move::Discontinue => "Đình chỉ",
        Move::TakeFurther => "Chuyển lên cấp trên",
        Move::RecordCourt => "Ghi khởi kiện",
        Move::RecordStep => "Ghi việc đã làm",
        Move::SendNotice => "Ghi đã gửi thông báo",
        Move::Reopen => "Mở lại vụ việc đã rút",
    }
}

/// A clock.
pub fn clock(clock: ClockKind) -> &'static str {
    match clock {
        ClockKind::Processing => "Xử lý đơn",
        ClockKind::Transfer => "Chuyển đơn tố cáo",
        ClockKind::Acceptance => "Thụ lý",
        ClockKind::Settling => "Giải quyết",
        ClockKind::Internal => "Hạn của đơn vị",
        ClockKind::Sending => "Gửi kết quả",
        ClockKind::Publication => "Công khai",
        ClockKind::Alarm => "Báo động",
        ClockKind::Reply => "Trả lời người gửi đơn",
        ClockKind::AcceptanceNotice => "Thông báo thụ lý",
        ClockKind::SuspensionNotice => "Gửi quyết định tạm đình chỉ",
        ClockKind::ResumptionNotice => "Gửi quyết định tiếp tục",
        ClockKind::DiscontinuanceNotice => "Gửi quyết định đình chỉ",
        ClockKind::Handling => "Xử lý theo kết luận",
        ClockKind::Enforcement => "Giao thi hành quyết định",
    }
}

/// How a clock stands.
pub fn clock_state(state: &ClockState) -> String {
    let days = |number: i64| count(number.unsigned_abs());
    match *state {
        ClockState::Running { due, days_left: 0 } => format!("hạn hôm nay, {}", date(due)),
        ClockState::Running { due, days_left } => {
            format!("hạn {}, còn {} ngày", date(due), days(days_left))
        }
        ClockState::Overdue { due, days_over } => {
            format!("hạn {}, quá {} ngày", date(due), days(days_over))
        }
        ClockState::Suspended { since, due_if_resumed } => format!(
            "tạm dừng từ {}; nếu tiếp tục hôm nay thì hạn {}",
            date(since),
            date(due_if_resumed)
        ),
        ClockState::Met { on, due } => {
            format!("xong {}, đúng hạn {}", date(on), date(due))
        }
        ClockState::Missed { on, due, days_over } => {
            format!("xong {}, trễ {} ngày so với hạn {}", date(on), days(days_over), date(due))
        }
    }
}

/// A kind of document, as its title says it.
pub fn document_kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Guidance => "Phiếu hướng dẫn",
        DocumentKind::Transfer => "Phiếu chuyển đơn",
        DocumentKind::Urging => "Công văn đôn đốc",
        DocumentKind::ReturnLetter => "Văn bản trả lại đơn",
        DocumentKind::RefusalNotice => "Thông báo không thụ lý",
        DocumentKind::AssignmentLetter => "Công văn giao việc",
        DocumentKind::AcceptanceNotice => "Thông báo thụ lý",
        DocumentKind::AcceptanceDecision => "Quyết định thụ lý",
        DocumentKind::VerificationDecision => "Quyết định xác minh",
        DocumentKind::DialogueMinutes => "Biên bản đối thoại",
        DocumentKind::VerificationReport => "Báo cáo xác minh",
        DocumentKind::SettlementDecision => "Quyết định giải quyết",
        DocumentKind::Conclusion => "Kết luận nội dung tố cáo",
        DocumentKind::Reply => "Văn bản trả lời",
        DocumentKind::ComplexityRecord => "Văn bản ghi nhận phức tạp",
        DocumentKind::ExtensionDecision => "Quyết định gia hạn",
        DocumentKind::SuspensionDecision => "Quyết định tạm đình chỉ",
        DocumentKind::ResumptionDecision => "Quyết định tiếp tục",
        DocumentKind::DiscontinuanceDecision => "Quyết định đình chỉ",
        DocumentKind::EnforcementAssignment => "Văn bản giao thi hành",
    }
}

/// The abbreviation of a kind in the signs of a document; a công văn has none (NĐ 30/2020, Phụ lục III).
fn document_type(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Guidance => "HD",
        DocumentKind::Transfer => "PC",
        DocumentKind::Urging
        | DocumentKind::AssignmentLetter
        | DocumentKind::ReturnLetter
        | DocumentKind::Reply
        | DocumentKind::ComplexityRecord => "",
        DocumentKind::RefusalNotice | DocumentKind::AcceptanceNotice => "TB",
        DocumentKind::DialogueMinutes => "BB",
        DocumentKind::VerificationReport => "BC",
        DocumentKind::Conclusion => "KL",
        DocumentKind::AcceptanceDecision
        | DocumentKind::VerificationDecision
        | DocumentKind::SettlementDecision
        | DocumentKind::ExtensionDecision
        | DocumentKind::SuspensionDecision
        | DocumentKind::ResumptionDecision
        | DocumentKind::DiscontinuanceDecision
        | DocumentKind::EnforcementAssignment => "QĐ",
    }
}

/// A number of a yearly series with its signs ("05/QĐ-UBND", "12/TB-TNMT"); one figure gets a zero before it (NĐ 30/2020,
/// Phụ lục I). `unit` is the unit that issues it, kind and short name; `None` is the office itself.
pub fn document_number(kind: DocumentKind, number: u32, unit: Option<(UnitKind, &str)>) -> String {
    let body: String = match unit {
        Some((
            UnitKind::Office
            | UnitKind::Desk
            | UnitKind::Inspectorate
            | UnitKind::Department
            | UnitKind::PublicService,
            short_name,
        )) => {
            let name = short_name.rsplit(". ").next().unwrap_or(short_name);
            name.split_whitespace().collect()
        }
        None if matches!(kind, DocumentKind::Guidance | DocumentKind::Transfer) => "BTCD".into(),
        None if document_type(kind).is_empty() => "UBND-TD".into(),
        Some((UnitKind::Ward | UnitKind::Commune, _)) | None => "UBND".into(),
    };
    match document_type(kind) {
        "" => format!("{number:02}/{body}"),
        name => format!("{number:02}/{name}-{body}"),
    }
}

/// An issued document as the history quotes it.
pub fn issued(document: &IssuedDocument) -> String {
    format!(
        "{} số {} ngày {}, {} ký",
        document_kind(document.kind),
        document.number,
        date(document.dated),
        document.signer
    )
}

/// How complex a case is.
pub fn complexity(complexity: Complexity) -> &'static str {
    match complexity {
        Complexity::Ordinary => "không phức tạp",
        Complexity::Complex => "phức tạp",
        Complexity::VeryComplex => "đặc biệt phức tạp",
    }
}

/// A criterion of complexity.
pub fn criterion(criterion: ComplexityCriterion) -> &'static str {
    match criterion {
        ComplexityCriterion::SeveralPlaces => "xác minh ở từ hai địa điểm",
        ComplexityCriterion::SeveralContents => "có từ hai nội dung",
        ComplexityCriterion::ManyPeople => "nhiều người khiếu nại, tố cáo",
        ComplexityCriterion::Foreign => "có yếu tố nước ngoài",
        ComplexityCriterion::SeveralBodies => "liên quan nhiều cơ quan",
        ComplexityCriterion::DifferingOpinions => "cơ quan có thẩm quyền còn ý kiến khác nhau",
        ComplexityCriterion::ContradictoryEvidence => "chứng cứ mâu thuẫn",
    }
}

/// Why a petition is not eligible or filed away.
pub fn filing_reason(reason: FilingReason) -> &'static str {
    match reason {
        FilingReason::MissingParticulars => "thiếu ngày, họ tên, địa chỉ, chữ ký hoặc nội dung",
        FilingReason::NotVietnamese => "không viết bằng tiếng Việt, không có bản dịch",
        FilingReason::Anonymous => "nặc danh, không rõ người vi phạm, không có chứng cứ",
        FilingReason::SentToSeveral => "gửi nhiều nơi, trong đó có nơi có thẩm quyền",
        FilingReason::AlreadyGuided => "đã được hướng dẫn một lần về cùng nội dung",
        FilingReason::AgainstPolicy => "nội dung chống đối, chia rẽ, thô tục, xúc phạm",
        FilingReason::Illegible => "rách nát, tẩy xóa, không đọc được",
        FilingReason::Duplicate => "đơn trùng với đơn đang được xử lý",
        FilingReason::Withdrawn => "người gửi rút đơn",
    }
}

/// Why a petition is not accepted, with its place in the law.
pub fn refusal_ground(ground: RefusalGround) -> &'static str {
    match ground {
        RefusalGround::InternalAct => {
            "quyết định, hành vi nội bộ; quy phạm pháp luật; bí mật nhà nước (LKN Đ.11 k.1)"
        }
        RefusalGround::NotConcerned => {
            "không liên quan trực tiếp đến quyền, lợi ích của người khiếu nại (k.2)"
        }
        RefusalGround::NoCapacity => {
            "không đủ năng lực hành vi dân sự mà không có người đại diện (k.3)"
        }
        RefusalGround::UnlawfulRepresentative => "người đại diện không hợp pháp (k.4)",
        RefusalGround::Unsigned => "không có chữ ký hoặc điểm chỉ (k.5)",
        RefusalGround::OutOfTime => "hết thời hiệu, thời hạn mà không có lý do chính đáng (k.6)",
        RefusalGround::SettledTwice => "đã có quyết định giải quyết lần hai (k.7)",
        RefusalGround::NotContinued => "đã đình chỉ mà quá hạn không tiếp tục khiếu nại (k.8)",
        RefusalGround::InCourt => "Tòa án đã thụ lý hoặc đã có bản án, quyết định (k.9)",
        RefusalGround::DenouncedOtherwise => "tố cáo không thực hiện theo LTC Đ.23",
        RefusalGround::DenouncerWithoutCapacity => {
            "người tố cáo không đủ năng lực, không có người đại diện"
        }
        RefusalGround::NotCompetent => "không thuộc thẩm quyền giải quyết",
        RefusalGround::NoViolatorNamed => {
            "không có cơ sở xác định người, hành vi vi phạm (LTC 2018)"
        }
        RefusalGround::ComplaintInDisguise => {
            "từ vụ khiếu nại đã giải quyết đúng, không có chứng cứ mới"
        }
        RefusalGround::NothingNew => "đã giải quyết, không có thông tin, tình tiết mới (LTC 2011)",
        RefusalGround::NoBasis => "không có cơ sở xác định người, hành vi vi phạm (LTC 2011)",
        RefusalGround::CannotBeVerified => "không đủ điều kiện để kiểm tra, xác minh (LTC 2011)",
    }
}

/// Why settling rests.
pub fn suspension_ground(ground: SuspensionGround) -> &'static str {
    match ground {
        SuspensionGround::ForceMajeure => "bất khả kháng",
        SuspensionGround::Obstacle => "trở ngại khách quan",
        SuspensionGround::RelatedMatter => "chờ kết quả giải quyết vấn đề liên quan",
        SuspensionGround::ExpertOpinion => "chờ giám định bổ sung, giám định lại",
    }
}

/// Why settling ends without a result.
pub fn discontinuance_ground(ground: DiscontinuanceGround) -> &'static str {
    match ground {
        DiscontinuanceGround::Withdrawn => "người gửi rút toàn bộ",
        DiscontinuanceGround::AccusedDied => "người bị tố cáo chết",
        DiscontinuanceGround::Judged => "đã có bản án, quyết định có hiệu lực",
    }
}

/// Why a withdrawn denunciation is settled all the same.
pub fn going_on(reason: GoingOn) -> &'static str {
    match reason {
        GoingOn::ShowsViolation => "hành vi bị tố cáo có dấu hiệu vi phạm",
        GoingOn::UnderPressure => "rút vì bị đe dọa, mua chuộc",
        GoingOn::Slander => "lợi dụng tố cáo để vu khống",
    }
}

/// What a notice tells of.
pub fn notice(of: NoticeOf) -> &'static str {
    match of {
        NoticeOf::Acceptance => "thông báo thụ lý, nội dung tố cáo",
        NoticeOf::Suspension => "quyết định tạm đình chỉ",
        NoticeOf::Resumption => "quyết định tiếp tục giải quyết",
        NoticeOf::Discontinuance => "quyết định đình chỉ",
    }
}

/// The verdict.
pub fn result_code(code: ResultCode) -> &'static str {
    match code {
        ResultCode::Right => "khiếu nại đúng toàn bộ",
        ResultCode::Wrong => "khiếu nại sai toàn bộ",
        ResultCode::PartlyRight => "khiếu nại đúng một phần",
        ResultCode::Upheld => "công nhận quyết định lần đầu",
        ResultCode::Overturned => "hủy, sửa quyết định lần đầu",
        ResultCode::True => "tố cáo đúng",
        ResultCode::False => "tố cáo sai",
        ResultCode::PartlyTrue => "tố cáo có đúng, có sai",
        ResultCode::Answered => "đã giải quyết, trả lời",
    }
}

/// In which form a result is made public.
pub fn publication_form(form: PublicationForm) -> &'static str {
    match form {
        PublicationForm::Meeting => "công bố tại cuộc họp",
        PublicationForm::Posting => "niêm yết",
        PublicationForm::Portal => "cổng thông tin điện tử",
        PublicationForm::InternalNetwork => "mạng nội bộ",
        PublicationForm::Media => "báo, đài",
    }
}

/// How much is withdrawn.
pub fn extent(extent: Extent) -> &'static str {
    match extent {
        Extent::Whole => "toàn bộ",
        Extent::Part => "một phần",
    }
}

/// What kind of body is competent.
pub fn body_type(body: BodyType) -> &'static str {
    match body {
        BodyType::Administrative => "cơ quan hành chính nhà nước",
        BodyType::Elected => "cơ quan dân cử",
        BodyType::Judicial => "cơ quan tố tụng, thi hành án",
        BodyType::Political => "tổ chức chính trị, xã hội, tôn giáo",
        BodyType::PublicService => "đơn vị sự nghiệp công lập",
        BodyType::StateEnterprise => "doanh nghiệp nhà nước",
    }
}

/// Who the sender is.
pub fn sender_type(sender: SenderType) -> &'static str {
    match sender {
        SenderType::Individual => "cá nhân",
        SenderType::Organisation => "cơ quan, tổ chức",
        SenderType::CivilServant => "cán bộ, công chức (về quyết định kỷ luật)",
    }
}

/// Through whom the sender acts.
pub fn acting(acting: ActingThrough) -> &'static str {
    match acting {
        ActingThrough::Self_ => "tự mình",
        ActingThrough::Representative => "qua người đại diện",
        ActingThrough::Proxy => "qua người được ủy quyền",
        ActingThrough::Lawyer => "qua luật sư",
        ActingThrough::LegalAid => "qua trợ giúp viên pháp lý",
    }
}

/// What an earlier petition is to this one.
pub fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Duplicate => "đơn trùng",
        Relation::Repeated => "đơn gửi nhiều lần",
        Relation::SecondInstance => "khiếu nại lần hai",
        Relation::ContinuedDenunciation => "tố cáo tiếp",
        Relation::SplitFrom => "tách từ đơn nhiều nội dung",
    }
}

/// Which time the matter is settled.
pub fn round(round: Round) -> &'static str {
    match round {
        Round::First => "lần đầu",
        Round::Second => "khiếu nại lần hai",
        Round::Judged => "khiếu nại đã có bản án của Tòa án",
        Round::Continued => "tố cáo tiếp",
    }
}

/// Why a move is not made, with the article.
pub fn law_refusal(refused: &Refused) -> String {
    let why = match &refused.why {
        Refusal::NotYours => "Bước này không thuộc thẩm quyền của anh/chị".into(),
        Refusal::NotInThisStep(_) => "Đơn đang ở bước khác, không làm được việc này".into(),
        Refusal::Suspended => "Vụ việc đang tạm đình chỉ".into(),
        Refusal::NotSuspended => "Vụ việc không bị tạm đình chỉ".into(),
        Refusal::NotInForce(on) => {
            format!("Pháp luật áp dụng vào ngày {} không có quy định này", date(*on))
        }
        Refusal::DoesNotFit => {
            "Không phù hợp với loại đơn, thẩm quyền hoặc điều kiện đã phân loại".into()
        }
        Refusal::UnitNotCompetent => {
            "Người đứng đầu đơn vị này không có thẩm quyền tự giải quyết loại đơn này. Hãy giao “kiểm tra, tham mưu, đề xuất”, hoặc chọn đơn vị khác".into()
        }
        Refusal::Missing(what) => format!("Còn thiếu: {}", missing(*what)),
        Refusal::BeforeEarlierStep(on) => {
            format!("Ngày của bước này trước bước đã ghi ngày {}", date(*on))
        }
        Refusal::WrongDocument(kind) => {
            format!("Bước này cần văn bản: {}", document_kind(*kind).to_lowercase())
        }
        Refusal::DocumentOfAnotherDay(on) => {
            format!("Ngày văn bản ({}) khác ngày của bước", date(*on))
        }
        Refusal::NoticeTooShort(latest) => {
            format!("Giấy mời phải gửi chậm nhất ngày {}", date(*latest))
        }
        Refusal::WithoutEffectUntil(on) => {
            format!("Quyết định chưa có hiệu lực trước khi hết ngày {}", date(*on))
        }
        Refusal::TermOver(on) => format!("Thời hạn đã hết ngày {}", date(*on)),
        Refusal::Withdrawn => "Đơn đã rút toàn bộ: chỉ còn đình chỉ".into(),
        Refusal::AfterLegalTerm(legal) => {
            format!("Đơn vị tham mưu phải xong trước hạn theo luật, ngày {}", date(*legal))
        }
        Refusal::MustGoOn => "Tố cáo đã rút nhưng vẫn phải giải quyết".into(),
        Refusal::Extension(why) => extension(why),
        Refusal::Deadline(why) => deadline(why),
    };
    format!("{why} ({}).", refused.article)
}

fn extension(why: &ExtensionRefused) -> String {
    match why {
        ExtensionRefused::NotAllowed(_) => {
            "Vụ việc ở mức phức tạp đã ghi nhận không được gia hạn".into()
        }
        ExtensionRefused::TooMany { times, .. } => {
            format!("Đã gia hạn {} lần, là nhiều nhất", count(u64::from(*times)))
        }
        ExtensionRefused::TooLong { max_days, .. } => {
            format!("Một lần gia hạn từ 1 đến {} ngày", count(u64::from(*max_days)))
        }
        ExtensionRefused::TooLate(on) => over(*on),
        ExtensionRefused::NoDeadline(why) => deadline(why),
    }
}

fn over(on: NaiveDate) -> String {
    format!("Thời hạn đã hết ngày {}: phải gia hạn trước khi hết hạn", date(on))
}

fn deadline(why: &DeadlineError) -> String {
    match why {
        DeadlineError::Unset { .. } => "Luật không ấn định thời hạn này: lãnh đạo đặt ngày".into(),
        DeadlineError::Pauses(on) => {
            format!("Tạm đình chỉ ngày {} chồng lên một lần khác", date(*on))
        }
        DeadlineError::OutOfRange => "Ngày nằm ngoài lịch".into(),
    }
}

/// What a command left out.
fn missing(what: Missing) -> &'static str {
    match what {
        Missing::Remark => "ý kiến",
        Missing::Reason => "lý do",
        Missing::Grounds => "ít nhất một căn cứ",
        Missing::Body => "tên cơ quan",
        Missing::Proposal => "phiếu đề xuất",
        Missing::Classification => "phân loại",
        Missing::Number => "số văn bản",
        Missing::Signer => "người ký",
        Missing::Recipients => "nơi nhận",
        Missing::Document => "văn bản",
        Missing::Text => "nội dung",
        Missing::Criteria => "tiêu chí phức tạp",
        Missing::Dialogue => "đối thoại",
        Missing::Sending => "ghi việc gửi kết quả",
        Missing::Publication => "ghi việc công khai",
        Missing::Withdrawal => "ghi việc rút toàn bộ",
        Missing::Mode => "hình thức giao",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_bears_the_signs_of_who_issues_it() {
        let number = |kind, number, unit| document_number(kind, number, unit);
        let department = Some((UnitKind::Department, "P. TNMT"));
        let ward = Some((UnitKind::Ward, "P. Nhơn Bình"));
        assert_eq!(number(DocumentKind::SettlementDecision, 5, None), "05/QĐ-UBND");
        assert_eq!(number(DocumentKind::Transfer, 1501, None), "1501/PC-BTCD");
        assert_eq!(number(DocumentKind::Urging, 9, None), "09/UBND-TD");
        assert_eq!(number(DocumentKind::AcceptanceNotice, 12, department), "12/TB-TNMT");
        assert_eq!(number(DocumentKind::Reply, 7, department), "07/TNMT");
        assert_eq!(number(DocumentKind::Reply, 7, ward), "07/UBND");
        assert_eq!(number(DocumentKind::Conclusion, 10, ward), "10/KL-UBND");
    }
}
