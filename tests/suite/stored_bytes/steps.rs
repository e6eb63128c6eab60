//! One of each happening of the workflow, and the closed sets that stand inside them.

use donthu::domain::document::{DocumentKind, IssuedDocument};
use donthu::domain::event::Happening;
use donthu::domain::id::{AccountId, PetitionId, UnitId};
use donthu::domain::petition::{Assignment, AssignmentMode, DocumentMention, Field, Kind};
use donthu::domain::rulebook::Complexity;
use donthu::domain::workflow::Stage;
use donthu::domain::workflow::case::{
    Amount, CaseHappening, CaseStep, ComplexityFound, Decision, Dialogue, Draft, Extent, People,
    Prosecution, Publication, PublicationForm, Remedies, TermHappening, Withdrawal,
};
use donthu::domain::workflow::grounds::{
    ComplexityCriterion, DiscontinuanceGround, FilingReason, GoingOn, RefusalGround, ResultCode,
    SuspensionGround,
};
use donthu::domain::workflow::petition::{
    ActingThrough, BodyType, Classification, Competence, PaperHappening, PaperStep, Proposal,
    Relation, Round, Route, SenderType,
};

use super::line;
use crate::support::date;

fn document(kind: DocumentKind) -> IssuedDocument {
    IssuedDocument {
        kind,
        number: "05/QĐ-UBND".into(),
        dated: date("2018-03-20"),
        signer: "KT. CHỦ TỊCH".into(),
        recipients: vec!["Người gửi đơn".into(), "Thanh tra".into()],
    }
}

fn classification() -> Classification {
    Classification {
        kind: Kind::Complaint,
        has_several_contents: true,
        ineligible: vec![FilingReason::Illegible],
        competence: Competence::Other {
            body_type: BodyType::Judicial,
            body: Some("Tòa án".into()),
        },
        sender: SenderType::Organisation,
        acting: ActingThrough::Lawyer,
        field: Field::Judicial,
        round: Round::Second,
        is_anonymous: false,
        handled_before_by: Some("UBND phường".into()),
        earlier: Some((Relation::SecondInstance, PetitionId { year: 2017, serial: 9 })),
    }
}

fn proposals() -> Vec<Proposal> {
    let body = || "UBND tỉnh".to_owned();
    let routes = [
        Route::Accept {
            unit: UnitId(3),
            mode: AssignmentMode::VerifyAndAdvise,
            due_on: Some(date("2018-04-15")),
        },
        Route::Refuse { grounds: vec![RefusalGround::OutOfTime, RefusalGround::InCourt] },
        Route::Guide { body: body() },
        Route::Forward { body: body() },
        Route::Urge { body: body() },
        Route::Return { body: body(), reason: "không thuộc thẩm quyền".into() },
        Route::FileAway { reasons: vec![FilingReason::Duplicate] },
    ];
    let slip = |route| Proposal { route, note: Some("ghi chú".into()) };
    routes.into_iter().map(slip).collect()
}

fn paper() -> Vec<PaperHappening> {
    let mut all = vec![PaperHappening::Classified(classification())];
    all.extend(proposals().into_iter().map(PaperHappening::Proposed));
    all.extend([
        PaperHappening::Agreed { remark: Some("đồng ý".into()) },
        PaperHappening::SentBack { remark: "ghi rõ".into() },
        PaperHappening::Approved {
            proposal: proposals().remove(0),
            is_changed: true,
            remark: None,
        },
        PaperHappening::Dispatched(document(DocumentKind::Transfer)),
        PaperHappening::FiledAway { reasons: vec![FilingReason::Withdrawn] },
        PaperHappening::Split { into: vec![PetitionId { year: 2018, serial: 2 }] },
    ]);
    all
}

fn term() -> Vec<TermHappening> {
    vec![
        TermHappening::ComplexityRecorded(ComplexityFound {
            complexity: Complexity::VeryComplex,
            criteria: vec![ComplexityCriterion::Foreign],
            reason: Some("nhiều nơi".into()),
            document: Some(document(DocumentKind::ComplexityRecord)),
        }),
        TermHappening::ExtensionAsked { days: 20, reason: "chờ giám định".into() },
        TermHappening::Extended { days: 20, document: document(DocumentKind::ExtensionDecision) },
        TermHappening::ExtensionDenied { remark: "đủ thời gian".into() },
        TermHappening::Suspended {
            ground: SuspensionGround::RelatedMatter,
            document: document(DocumentKind::SuspensionDecision),
        },
        TermHappening::Resumed { document: document(DocumentKind::ResumptionDecision) },
    ]
}

fn decision() -> Decision {
    let amount = |money| Amount { money, land: 12_50 };
    let people = People { all: 3, officials: 1 };
    let prosecution = Prosecution { cases: 1, people };
    Decision {
        result: ResultCode::PartlyRight,
        document: document(DocumentKind::SettlementDecision),
        remedies: Remedies {
            to_state: amount(1),
            to_organisations: amount(2),
            to_individuals: amount(12_500_000),
            organisations: 4,
            individuals: 5,
            organisations_disciplined: 6,
            disciplined: people,
            investigated: prosecution,
            prosecuted: prosecution,
        },
        is_to_be_enforced: true,
    }
}

fn case() -> Vec<CaseHappening> {
    let mention = || DocumentMention { number: "9/TB-TA".into(), dated: None };
    let mut all = vec![
        CaseHappening::GivenToOfficer { officer: AccountId(7) },
        CaseHappening::Reassigned {
            to: Assignment { unit: UnitId(4), mode: None, document: None, due_on: None },
            reason: "đúng địa bàn".into(),
        },
        CaseHappening::Accepted {
            document: document(DocumentKind::AcceptanceNotice),
            rule: Some("KN1-GQ".into()),
        },
        CaseHappening::VerificationStarted { document: None },
        CaseHappening::DialogueHeld(Dialogue {
            invited_on: date("2018-03-12"),
            is_unattended: true,
            minutes: document(DocumentKind::DialogueMinutes),
        }),
        CaseHappening::HandedIn(Draft {
            is_disputed: true,
            report: Some(document(DocumentKind::VerificationReport)),
            note: Some("đề nghị".into()),
        }),
        CaseHappening::DraftReturned { remark: "bổ sung".into() },
        CaseHappening::Withdrawn(Withdrawal {
            extent: Extent::Part,
            text: Some("thửa 12".into()),
            is_after_persuasion: true,
            going_on: Some(GoingOn::Slander),
        }),
    ];
    all.extend(term().into_iter().map(CaseHappening::Term));
    all.extend([
        CaseHappening::Issued(decision()),
        CaseHappening::Sent { recipients: vec!["Người gửi đơn".into()] },
        CaseHappening::Published(Publication {
            form: PublicationForm::Posting,
            place: "trụ sở".into(),
            until: Some(date("2018-04-10")),
            is_redacted: true,
        }),
        CaseHappening::EnforcementStarted {
            document: document(DocumentKind::EnforcementAssignment),
        },
        CaseHappening::EnforcementRecorded(decision().remedies),
        CaseHappening::TakenFurther { to: PetitionId { year: 2018, serial: 77 } },
        CaseHappening::WentToCourt { document: mention(), ends_case: true },
        CaseHappening::StepRecorded { text: "gọi điện".into(), document: Some(mention()) },
        CaseHappening::Closed,
        CaseHappening::Discontinued {
            ground: DiscontinuanceGround::Withdrawn,
            document: document(DocumentKind::DiscontinuanceDecision),
        },
        CaseHappening::Declined {
            grounds: vec![RefusalGround::NothingNew],
            document: document(DocumentKind::RefusalNotice),
        },
    ]);
    all
}

/// A petition that has been through everything, in an order that no law allows: only its bytes are looked at.
pub(super) fn happenings() -> Vec<Happening> {
    let given = Assignment { unit: UnitId(3), mode: None, document: None, due_on: None };
    let mut all = vec![Happening::Received];
    all.extend(paper().into_iter().map(Happening::Paper));
    all.push(Happening::Assigned(given));
    all.extend(case().into_iter().map(Happening::Case));
    all
}

/// The sets inside the happenings and inside what they leave behind.
pub(super) fn codes() -> Vec<String> {
    vec![
        line("Stage", Stage::ALL, Stage::code),
        line("PaperStep", PaperStep::ALL, PaperStep::code),
        line("CaseStep", CaseStep::ALL, CaseStep::code),
        line("DocumentKind", DocumentKind::ALL, DocumentKind::code),
        line("FilingReason", FilingReason::ALL, FilingReason::code),
        line("RefusalGround", RefusalGround::ALL, RefusalGround::code),
        line("SuspensionGround", SuspensionGround::ALL, SuspensionGround::code),
        line("DiscontinuanceGround", DiscontinuanceGround::ALL, DiscontinuanceGround::code),
        line("GoingOn", GoingOn::ALL, GoingOn::code),
        line("ComplexityCriterion", ComplexityCriterion::ALL, ComplexityCriterion::code),
        line("Complexity", Complexity::ALL, Complexity::code),
        line("ResultCode", ResultCode::ALL, ResultCode::code),
        line("PublicationForm", PublicationForm::ALL, PublicationForm::code),
        line("Extent", Extent::ALL, Extent::code),
        line("BodyType", BodyType::ALL, BodyType::code),
        line("SenderType", SenderType::ALL, SenderType::code),
        line("ActingThrough", ActingThrough::ALL, ActingThrough::code),
        line("Relation", Relation::ALL, Relation::code),
        line("Round", Round::ALL, Round::code),
    ]
}
