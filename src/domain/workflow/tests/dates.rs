//! The law on both sides of its dates, and the conditions of single steps.

use super::super::case::{
    ComplexityFound, Decision, Dialogue, Draft, Extent, Remedies, ResultCommand, TermCommand,
    Withdrawal,
};
use super::super::grounds::{
    ComplexityCriterion, DiscontinuanceGround, GoingOn, RefusalGround, ResultCode, SuspensionGround,
};
use super::*;
use crate::domain::deadline::ExtensionRefused;
use crate::domain::rulebook::Complexity;

const ADVISE: AssignmentMode = AssignmentMode::VerifyAndAdvise;

fn verifying(kind: Kind, instance: Instance, on: &str) -> Petition {
    let petition = accepted(kind, instance, ADVISE, on);
    case(&petition, CaseCommand::StartVerification { document: None }, on).unwrap()
}

fn suspend(on: &str) -> CaseCommand {
    let document = document(DocumentKind::SuspensionDecision, day(on));
    CaseCommand::Term(TermCommand::Suspend { ground: SuspensionGround::RelatedMatter, document })
}

fn extend(days: u16, on: &str) -> CaseCommand {
    let document = document(DocumentKind::ExtensionDecision, day(on));
    CaseCommand::Term(TermCommand::Extend { days, document })
}

fn complex(complexity: Complexity, criteria: &[ComplexityCriterion], on: &str) -> CaseCommand {
    CaseCommand::Term(TermCommand::RecordComplexity(ComplexityFound {
        complexity,
        criteria: criteria.to_vec(),
        reason: None,
        document: Some(document(DocumentKind::ComplexityRecord, day(on))),
    }))
}

fn withdraw(extent: Extent, going_on: Option<GoingOn>) -> CaseCommand {
    CaseCommand::Withdraw(Withdrawal { extent, text: None, is_after_persuasion: true, going_on })
}

fn dialogue(invited_on: &str, on: &str) -> CaseCommand {
    CaseCommand::HoldDialogue(Dialogue {
        invited_on: day(invited_on),
        is_unattended: false,
        minutes: document(DocumentKind::DialogueMinutes, day(on)),
    })
}

fn hand_in(is_disputed: bool) -> CaseCommand {
    CaseCommand::HandIn(Draft { is_disputed, report: None, note: None })
}

#[test]
fn a_complaint_rests_from_the_first_of_july_2026() {
    let petition = verifying(Kind::Complaint, Instance::First, "2026-06-22");
    assert_eq!(
        why(case(&petition, suspend("2026-06-30"), "2026-06-30")),
        Refusal::NotInForce(day("2026-06-30"))
    );
    let resting = case(&petition, suspend("2026-07-01"), "2026-07-01").unwrap();
    assert!(resting.case.unwrap().is_suspended());
}

#[test]
fn a_denunciation_rests_under_the_act_that_it_was_accepted_under() {
    let old = verifying(Kind::Denunciation, Instance::First, "2018-12-28");
    let refused = case(&old, suspend("2019-01-10"), "2019-01-10").unwrap_err();
    assert_eq!(refused.why, Refusal::NotInForce(day("2018-12-28")));
    assert_eq!(refused.article, "LTC 2018 Đ.34(1), 66");
    let new = verifying(Kind::Denunciation, Instance::First, "2019-01-02");
    assert!(case(&new, suspend("2019-01-10"), "2019-01-10").is_ok());
}

#[test]
fn a_denunciation_is_refused_by_the_act_of_the_day() {
    let decline = |ground, on: &str| CaseCommand::Decline {
        grounds: vec![ground],
        document: document(DocumentKind::RefusalNotice, day(on)),
    };
    let rows = [
        ("2018-12-31", RefusalGround::NothingNew, true),
        ("2018-12-31", RefusalGround::NoViolatorNamed, false),
        ("2019-01-02", RefusalGround::NothingNew, false),
        ("2019-01-02", RefusalGround::NoViolatorNamed, true),
    ];
    for (on, ground, is_possible) in rows {
        let petition = assigned(Kind::Denunciation, Instance::First, ADVISE, on);
        let result = case(&petition, decline(ground, on), on);
        assert_eq!(result.is_ok(), is_possible, "{ground:?} on {on}");
    }
}

#[test]
fn the_caps_of_extension_are_those_of_the_row() {
    use ComplexityCriterion::{ManyPeople, SeveralPlaces};
    let base = accepted(Kind::Denunciation, Instance::First, ADVISE, "2026-08-03");
    let not_complex = case(&base, extend(30, "2026-08-20"), "2026-08-20");
    assert!(matches!(why(not_complex), Refusal::Extension(ExtensionRefused::NotAllowed(_))));
    let one = [ManyPeople];
    assert_eq!(
        why(case(&base, complex(Complexity::VeryComplex, &one, "2026-08-20"), "2026-08-20")),
        Refusal::Missing(Missing::Criteria)
    );
    let found = complex(Complexity::VeryComplex, &[ManyPeople, SeveralPlaces], "2026-08-20");
    let once = case(&base, found, "2026-08-20").unwrap();
    assert!(matches!(
        why(case(&once, extend(31, "2026-08-20"), "2026-08-20")),
        Refusal::Extension(ExtensionRefused::TooLong { max_days: 30, .. })
    ));
    let once = case(&once, extend(30, "2026-08-20"), "2026-08-20").unwrap();
    let twice = case(&once, extend(30, "2026-09-20"), "2026-09-20").unwrap();
    assert!(matches!(
        why(case(&twice, extend(1, "2026-09-21"), "2026-09-21")),
        Refusal::Extension(ExtensionRefused::TooMany { times: 2, .. })
    ));
    // Accepted 03/08, 30 days: the last is 02/09, a holiday, so 03/09.
    assert_eq!(
        why(case(&base, extend(30, "2026-09-04"), "2026-09-04")),
        Refusal::TermOver(day("2026-09-03"))
    );
}

#[test]
fn the_act_of_2011_extends_an_ordinary_case_too() {
    let old = accepted(Kind::Denunciation, Instance::First, ADVISE, "2018-12-28");
    assert!(case(&old, extend(30, "2019-02-20"), "2019-02-20").is_ok());
    let new = accepted(Kind::Denunciation, Instance::First, ADVISE, "2019-01-02");
    assert!(case(&new, extend(30, "2019-01-20"), "2019-01-20").is_err());
}

#[test]
fn a_complaint_is_complex_by_reason_and_later_by_criteria_in_writing() {
    let found = |criteria: &[ComplexityCriterion], reason: Option<&str>, written: Option<&str>| {
        CaseCommand::Term(TermCommand::RecordComplexity(ComplexityFound {
            complexity: Complexity::Complex,
            criteria: criteria.to_vec(),
            reason: reason.map(str::to_owned),
            document: written.map(|on| document(DocumentKind::ComplexityRecord, day(on))),
        }))
    };
    let criteria = [ComplexityCriterion::Foreign];
    let petition = accepted(Kind::Complaint, Instance::First, ADVISE, "2026-06-15");
    let before = "2026-06-30";
    assert!(case(&petition, found(&[], Some("nhiều thửa"), None), before).is_ok());
    assert_eq!(
        why(case(&petition, found(&[], None, None), before)),
        Refusal::Missing(Missing::Reason)
    );
    let after = "2026-07-01";
    let missing = |missing| Refusal::Missing(missing);
    assert_eq!(
        why(case(&petition, found(&[], Some("nhiều thửa"), Some(after)), after)),
        missing(Missing::Criteria)
    );
    assert_eq!(
        why(case(&petition, found(&criteria, None, None), after)),
        missing(Missing::Document)
    );
    assert!(case(&petition, found(&criteria, None, Some(after)), after).is_ok());
    let very = complex(Complexity::VeryComplex, &criteria, after);
    assert_eq!(why(case(&petition, very, after)), Refusal::DoesNotFit);
}

#[test]
fn a_second_instance_has_a_dialogue_and_a_first_one_where_views_differ() {
    let second = verifying(Kind::Complaint, Instance::Second, "2026-08-03");
    let refused = case(&second, hand_in(false), "2026-08-20").unwrap_err();
    assert_eq!((refused.why, &*refused.article), (Refusal::Missing(Missing::Dialogue), "LKN Đ.39"));
    let talked = case(&second, dialogue("2026-08-10", "2026-08-20"), "2026-08-20").unwrap();
    assert!(case(&talked, hand_in(false), "2026-08-20").is_ok());
    let first = verifying(Kind::Complaint, Instance::First, "2026-08-03");
    assert_eq!(case(&first, hand_in(true), "2026-08-20").unwrap_err().article, "LKN Đ.30");
    assert!(case(&first, hand_in(false), "2026-08-20").is_ok());
}

#[test]
fn notice_of_a_dialogue_is_given_in_time_from_2026() {
    let old = verifying(Kind::Complaint, Instance::First, "2026-06-15");
    assert!(case(&old, dialogue("2026-06-29", "2026-06-30"), "2026-06-30").is_ok());
    let new = verifying(Kind::Complaint, Instance::First, "2026-08-03");
    // Thu 20/08 less 5 days is Sat 15/08: the Friday before it.
    assert_eq!(
        why(case(&new, dialogue("2026-08-15", "2026-08-20"), "2026-08-20")),
        Refusal::NoticeTooShort(day("2026-08-14"))
    );
    assert!(case(&new, dialogue("2026-08-14", "2026-08-20"), "2026-08-20").is_ok());
}

#[test]
fn withdrawal_in_part_and_a_denunciation_that_goes_on() {
    let complaint = accepted(Kind::Complaint, Instance::First, ADVISE, "2026-06-15");
    let part = || withdraw(Extent::Part, None);
    assert!(matches!(why(case(&complaint, part(), "2026-06-30")), Refusal::NotInForce(_)));
    let less = case(&complaint, part(), "2026-07-01").unwrap();
    let end = |on: &str| CaseCommand::Discontinue {
        ground: DiscontinuanceGround::Withdrawn,
        document: document(DocumentKind::DiscontinuanceDecision, day(on)),
    };
    assert_eq!(
        why(case(&less, end("2026-07-02"), "2026-07-02")),
        Refusal::Missing(Missing::Withdrawal)
    );
    let whole = case(&less, withdraw(Extent::Whole, None), "2026-07-02").unwrap();
    let ended = case(&whole, end("2026-07-03"), "2026-07-03").unwrap();
    assert_eq!(ended.status(), Status::Discontinued);
    let denunciation = accepted(Kind::Denunciation, Instance::First, ADVISE, "2026-08-03");
    let goes_on = withdraw(Extent::Whole, Some(GoingOn::UnderPressure));
    let goes_on = case(&denunciation, goes_on, "2026-08-10").unwrap();
    assert_eq!(why(case(&goes_on, end("2026-08-11"), "2026-08-11")), Refusal::MustGoOn);
    let verify = CaseCommand::StartVerification { document: None };
    assert!(case(&goes_on, verify, "2026-08-11").is_ok());
}

#[test]
fn a_wrongly_forwarded_complaint_went_back_until_november_2021() {
    for (on, is_possible) in [("2021-11-12", true), ("2021-11-15", false)] {
        let mut start = petition(Kind::Complaint, on);
        start.facts.source = Some(Source { channel: Channel::Forwarded, from_body: None });
        let found =
            Classification { competence: elsewhere(), ..found(Kind::Complaint, Instance::First) };
        let classified = paper(&start, PaperCommand::Classify(found), on).unwrap();
        let route =
            Route::Return { body: "Báo".into(), reason: "không thuộc thẩm quyền".into() };
        let result = paper(&classified, PaperCommand::Propose(proposal(route)), on);
        assert_eq!(result.is_ok(), is_possible, "on {on}");
    }
}

#[test]
fn a_file_closes_when_its_result_was_sent_and_published_where_the_day_asks() {
    let issued = |on: &str| {
        let petition = accepted(Kind::Complaint, Instance::First, ADVISE, on);
        let drafted = case(&petition, hand_in(false), on).unwrap();
        let decision = Decision {
            result: ResultCode::Right,
            document: document(DocumentKind::SettlementDecision, day(on)),
            remedies: Remedies::default(),
            is_to_be_enforced: true,
        };
        case(&drafted, CaseCommand::Result(ResultCommand::Issue(decision)), on).unwrap()
    };
    let close = || CaseCommand::Result(ResultCommand::Close);
    let send = || CaseCommand::Result(ResultCommand::Send { recipients: vec!["ông A".into()] });
    for (on, must_publish) in [("2020-12-09", false), ("2020-12-10", true)] {
        let issued = issued(on);
        assert_eq!(why(case(&issued, close(), on)), Refusal::Missing(Missing::Sending));
        let sent = case(&issued, send(), on).unwrap();
        let closed = case(&sent, close(), on);
        assert_eq!(closed.is_err(), must_publish, "issued on {on}");
    }
    let assign = |on: &str| {
        let document = document(DocumentKind::EnforcementAssignment, day(on));
        CaseCommand::Result(ResultCommand::StartEnforcement { document })
    };
    let issued = issued("2026-08-03");
    assert_eq!(
        why(case(&issued, assign("2026-09-02"), "2026-09-02")),
        Refusal::WithoutEffectUntil(day("2026-09-02"))
    );
    assert!(case(&issued, assign("2026-09-03"), "2026-09-03").is_ok());
}

#[test]
fn steps_follow_each_other_in_time_and_notes_need_not() {
    let petition = accepted(Kind::Complaint, Instance::First, ADVISE, "2026-08-03");
    let verify = CaseCommand::StartVerification { document: None };
    assert_eq!(
        why(case(&petition, verify, "2026-07-31")),
        Refusal::BeforeEarlierStep(day("2026-08-03"))
    );
    let note = CaseCommand::RecordStep { text: "gọi điện".into(), document: None };
    assert!(case(&petition, note, "2026-07-31").is_ok());
}

#[test]
fn one_who_advises_is_done_before_the_legal_term() {
    let petition = accepted(Kind::Complaint, Instance::First, ADVISE, "2026-08-03");
    let give = |due_on: &str| CaseCommand::Reassign {
        to: Assignment {
            unit: UnitId(4),
            mode: Some(ADVISE),
            document: None,
            due_on: Some(day(due_on)),
        },
        reason: "chuyển phòng".into(),
    };
    assert_eq!(
        why(case(&petition, give("2026-09-03"), "2026-08-10")),
        Refusal::AfterLegalTerm(day("2026-09-03"))
    );
    let moved = case(&petition, give("2026-08-28"), "2026-08-10").unwrap();
    assert_eq!(moved.unit(), Some(UnitId(4)));
    let accepted_on = moved.case.unwrap().acceptance.unwrap().on;
    assert_eq!(accepted_on, day("2026-08-03"), "the term goes on from the acceptance");
}

#[test]
fn an_open_case_goes_further_when_its_term_is_over() {
    let petition = accepted(Kind::Complaint, Instance::First, ADVISE, "2026-08-03");
    let further = || CaseCommand::TakeFurther { to: id(8) };
    assert!(matches!(why(case(&petition, further(), "2026-09-03")), Refusal::NotInThisStep(_)));
    let late = case(&petition, further(), "2026-09-04").unwrap();
    assert_eq!(why(case(&late, further(), "2026-09-05")), Refusal::DoesNotFit);
}
