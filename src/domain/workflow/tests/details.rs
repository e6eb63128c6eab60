//! What single steps leave behind, and the last day on which they are possible.

use super::super::case::{
    Case, Decision, Draft, Publication, PublicationForm, Remedies, ResultCommand, TermCommand,
};
use super::super::grounds::{RefusalGround, ResultCode};
use super::*;

const ADVISE: AssignmentMode = AssignmentMode::VerifyAndAdvise;
const START: &str = "2026-08-03";

fn denunciation() -> Petition {
    accepted(Kind::Denunciation, Instance::First, ADVISE, START)
}

fn case_of(petition: &Petition) -> &Case {
    petition.case.as_ref().unwrap()
}

fn hand_in() -> CaseCommand {
    CaseCommand::HandIn(Draft { is_disputed: false, report: None, note: None })
}

fn result(petition: &Petition, command: ResultCommand, on: &str) -> Result<Petition, Refused> {
    case(petition, CaseCommand::Result(command), on)
}

fn concluded() -> Petition {
    let verify = CaseCommand::StartVerification { document: None };
    let verifying = case(&denunciation(), verify, START).unwrap();
    let drafted = case(&verifying, hand_in(), "2026-08-20").unwrap();
    let decision = Decision {
        result: ResultCode::True,
        document: document(DocumentKind::Conclusion, day("2026-08-24")),
        remedies: Remedies::default(),
        is_to_be_enforced: true,
    };
    result(&drafted, ResultCommand::Issue(decision), "2026-08-24").unwrap()
}

fn publication(form: PublicationForm, is_redacted: bool) -> ResultCommand {
    ResultCommand::Publish(Publication { form, place: "cổng".into(), until: None, is_redacted })
}

#[test]
fn a_longer_term_is_asked_for_on_the_last_day_and_answered_once() {
    let old = accepted(Kind::Denunciation, Instance::First, ADVISE, "2018-12-03");
    let ask = || TermCommand::AskExtension { days: 30, reason: "chờ giám định".into() };
    let term = |petition: &Petition, command, on| case(petition, CaseCommand::Term(command), on);
    // 60 days from 03/12/2018 end on Fri 01/02/2019.
    assert_eq!(why(term(&old, ask(), "2019-02-02")), Refusal::TermOver(day("2019-02-01")));
    let asked = term(&old, ask(), "2019-02-01").unwrap();
    assert_eq!(case_of(&asked).extension_asked, Some(30));
    let head = actor(5, &[(Role::UnitHead, Some(UNIT))]);
    let leader = actor(6, &[(Role::Leader, None)]);
    assert!(offered(&leader, &asked).contains(&Move::DenyExtension));
    assert!(!offered(&head, &asked).contains(&Move::Extend));
    let document = document(DocumentKind::ExtensionDecision, day("2019-02-01"));
    let granted = term(&asked, TermCommand::Extend { days: 30, document }, "2019-02-01").unwrap();
    assert_eq!(case_of(&granted).extension_asked, None);
    assert!(!offered(&leader, &granted).contains(&Move::DenyExtension));
    let deny = TermCommand::DenyExtension { remark: "đủ".into() };
    assert_eq!(why(term(&granted, deny, "2019-02-01")), Refusal::DoesNotFit);
}

#[test]
fn settling_ends_with_the_result_and_not_with_what_follows() {
    let issued = concluded();
    let published =
        result(&issued, publication(PublicationForm::Portal, true), "2026-08-26").unwrap();
    assert_eq!(published.case.as_ref().unwrap().step, CaseStep::Published);
    let assign = ResultCommand::StartEnforcement {
        document: document(DocumentKind::EnforcementAssignment, day("2026-08-27")),
    };
    let enforcing = result(&published, assign, "2026-08-27").unwrap();
    let again = result(&enforcing, publication(PublicationForm::Posting, true), "2026-08-28");
    let again = again.unwrap();
    assert_eq!(case_of(&again).step, CaseStep::Enforcing, "publication does not lead back");
    assert_eq!(case_of(&again).published_on, Some(day("2026-08-26")));
    assert_eq!(case_of(&again).ended_on, Some(day("2026-08-24")));
    assert_eq!(again.paper.ended_on, Some(day(START)));
}

#[test]
fn a_conclusion_is_published_without_its_sender() {
    let issued = concluded();
    let on = "2026-08-26";
    let publish = |form, is_redacted| result(&issued, publication(form, is_redacted), on);
    assert_eq!(why(publish(PublicationForm::Portal, false)), Refusal::DoesNotFit);
    assert!(publish(PublicationForm::InternalNetwork, true).is_ok());
}

#[test]
fn a_refusal_after_assignment_ends_the_desks_clock_when_it_was_assigned() {
    let assigned = assigned(Kind::Complaint, Instance::First, ADVISE, START);
    let decline = CaseCommand::Decline {
        grounds: vec![RefusalGround::OutOfTime],
        document: document(DocumentKind::RefusalNotice, day("2026-08-06")),
    };
    let declined = case(&assigned, decline, "2026-08-06").unwrap();
    assert_eq!((declined.status(), declined.paper.step), (Status::Refused, PaperStep::Refused));
    assert_eq!(declined.paper.ended_on, Some(day(START)));
}

#[test]
fn another_unit_gives_it_to_an_officer_of_its_own() {
    let given = CaseCommand::GiveToOfficer { officer: AccountId(7) };
    let given = case(&denunciation(), given, "2026-08-04").unwrap();
    let moved = CaseCommand::Reassign {
        to: Assignment { unit: UnitId(4), mode: Some(ADVISE), document: None, due_on: None },
        reason: "đúng lĩnh vực".into(),
    };
    let moved = case(&given, moved, "2026-08-05").unwrap();
    assert_eq!((moved.unit(), case_of(&moved).officer), (Some(UnitId(4)), None));
    assert_eq!(case_of(&moved).assigned_on, day("2026-08-05"));
}

#[test]
fn a_date_set_by_the_leader_may_be_the_day_itself() {
    let start = paper(
        &petition(Kind::Suggestion, START),
        PaperCommand::Classify(found(Kind::Suggestion, Instance::First)),
        START,
    )
    .unwrap();
    let propose = |due_on: &str| {
        let route = accept_route(AssignmentMode::Settle, Some(day(due_on)));
        paper(&start, PaperCommand::Propose(proposal(route)), START)
    };
    assert!(propose(START).is_ok());
    assert_eq!(why(propose("2026-08-02")), Refusal::DoesNotFit);
}

#[test]
fn a_suggestion_is_answered_at_once() {
    let petition = assigned(Kind::Suggestion, Instance::First, AssignmentMode::Settle, START);
    let reply = Decision {
        result: ResultCode::Answered,
        document: document(DocumentKind::Reply, day("2026-08-06")),
        remedies: Remedies::default(),
        is_to_be_enforced: false,
    };
    let answered = result(&petition, ResultCommand::Issue(reply), "2026-08-06").unwrap();
    assert_eq!(answered.status(), Status::Resolved);
    assert_eq!(answered.outcome.unwrap().document.number, "05/UBND");
}
