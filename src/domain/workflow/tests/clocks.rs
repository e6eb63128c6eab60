//! Which clocks run when, and by which rows.

use super::super::case::{
    ComplexityFound, Decision, Draft, Publication, PublicationForm, Remedies, ResultCommand,
    TermCommand,
};
use super::super::grounds::{ComplexityCriterion, ResultCode, SuspensionGround};
use super::*;
use crate::domain::deadline::ClockState;
use crate::domain::rulebook::Complexity;

/// Every clock that there is on a day: what for, by which row, how it stands.
fn seen(petition: &Petition, on: &str) -> Vec<(ClockKind, String, ClockState)> {
    clocks(petition, &law(), day(on))
        .into_iter()
        .map(|(kind, term)| {
            let row = match &term {
                Term::Legal(clock) => clock.rule.id.clone(),
                Term::Set { .. } => "set".to_owned(),
            };
            (kind, row, term.state(day(on), &CALENDAR).unwrap())
        })
        .collect()
}

fn one(petition: &Petition, kind: ClockKind, on: &str) -> Option<(String, ClockState)> {
    let found = seen(petition, on).into_iter().find(|(found, _, _)| *found == kind);
    found.map(|(_, row, state)| (row, state))
}

fn due(state: &ClockState) -> NaiveDate {
    match state {
        ClockState::Running { due, .. }
        | ClockState::Overdue { due, .. }
        | ClockState::Met { due, .. }
        | ClockState::Missed { due, .. } => *due,
        ClockState::Suspended { due_if_resumed, .. } => *due_if_resumed,
    }
}

#[test]
fn the_paper_has_its_clock_and_from_2026_the_alarm() {
    let rows = [("2026-06-30", false), ("2026-07-01", true)];
    for (received_on, has_alarm) in rows {
        let petition = petition(Kind::Complaint, received_on);
        assert_eq!(one(&petition, ClockKind::Processing, received_on).unwrap().0, "XLD-10");
        let alarm = one(&petition, ClockKind::Alarm, received_on);
        assert_eq!(alarm.map(|(row, _)| row), has_alarm.then(|| "TCD-45".to_owned()));
        assert_eq!(one(&petition, ClockKind::Acceptance, received_on), None, "not classified");
    }
}

#[test]
fn acceptance_is_counted_by_the_row_of_its_day_from_who_accepts() {
    let rows = [
        (Kind::Complaint, "2020-12-09", "KN1-TL-a"),
        (Kind::Complaint, "2026-06-30", "KN1-TL-b"),
        (Kind::Complaint, "2026-07-01", "KN1-TL-c"),
        (Kind::Denunciation, "2018-12-28", "TC11-KT"),
        (Kind::Denunciation, "2019-01-02", "TC-KT"),
    ];
    for (kind, on, rule) in rows {
        let petition = assigned(kind, Instance::First, AssignmentMode::VerifyAndAdvise, on);
        assert_eq!(one(&petition, ClockKind::Acceptance, on).unwrap().0, rule, "{on}");
    }
    let base = |mode| {
        let mut start = petition(Kind::Complaint, "2026-08-03");
        for (step, on) in [
            (PaperCommand::Classify(found(Kind::Complaint, Instance::First)), "2026-08-04"),
            (PaperCommand::Propose(proposal(accept_route(mode, None))), "2026-08-05"),
            (PaperCommand::Agree { remark: None }, "2026-08-06"),
            (PaperCommand::Approve { changed: None, remark: None }, "2026-08-07"),
        ] {
            start = paper(&start, step, on).unwrap();
        }
        let processing = one(&start, ClockKind::Processing, "2026-08-10").unwrap().1;
        assert!(matches!(processing, ClockState::Met { on, .. } if on == day("2026-08-07")));
        due(&one(&start, ClockKind::Acceptance, "2026-08-10").unwrap().1)
    };
    assert_eq!(base(AssignmentMode::VerifyAndAdvise), day("2026-08-12"), "from the receipt");
    assert_eq!(base(AssignmentMode::Settle), day("2026-08-18"), "from the unit's receipt");
}

#[test]
fn a_denunciation_of_others_is_transferred() {
    let start = petition(Kind::Denunciation, "2026-08-03");
    let found =
        Classification { competence: elsewhere(), ..found(Kind::Denunciation, Instance::First) };
    let classified = paper(&start, PaperCommand::Classify(found), "2026-08-04").unwrap();
    let (row, state) = one(&classified, ClockKind::Transfer, "2026-08-04").unwrap();
    assert_eq!((&*row, due(&state)), ("TC-CH", day("2026-08-10")));
    assert_eq!(one(&classified, ClockKind::Acceptance, "2026-08-04"), None);
}

#[test]
fn a_denunciation_extended_and_suspended() {
    let mode = AssignmentMode::VerifyAndAdvise;
    let petition = accepted(Kind::Denunciation, Instance::First, mode, "2026-08-03");
    let term = |petition: &Petition, command, on| case(petition, CaseCommand::Term(command), on);
    let suspended = TermCommand::Suspend {
        ground: SuspensionGround::ExpertOpinion,
        document: document(DocumentKind::SuspensionDecision, day("2026-08-10")),
    };
    let resting = term(&petition, suspended, "2026-08-10").unwrap();
    for kind in [ClockKind::Settling, ClockKind::Internal] {
        let state = one(&resting, kind, "2026-12-01").unwrap().1;
        let since = day("2026-08-10");
        assert!(matches!(state, ClockState::Suspended { since: s, .. } if s == since), "{state:?}");
    }
    let resumed = TermCommand::Resume {
        document: document(DocumentKind::ResumptionDecision, day("2026-08-17")),
    };
    let resumed = term(&resting, resumed, "2026-08-17").unwrap();
    let settling =
        |petition: &Petition| due(&one(petition, ClockKind::Settling, "2026-08-21").unwrap().1);
    // 30 days to 02/09 and 7 of rest.
    assert_eq!(settling(&resumed), day("2026-09-09"));
    let internal = due(&one(&resumed, ClockKind::Internal, "2026-08-21").unwrap().1);
    assert_eq!(internal, day("2026-08-28"), "ten days ahead, 30/08 is a Sunday");
    let found = ComplexityFound {
        complexity: Complexity::Complex,
        criteria: vec![ComplexityCriterion::SeveralPlaces],
        reason: None,
        document: None,
    };
    let complex = term(&resumed, TermCommand::RecordComplexity(found), "2026-08-20").unwrap();
    assert_eq!(settling(&complex), day("2026-09-09"), "complexity alone adds nothing");
    let extended = TermCommand::Extend {
        days: 30,
        document: document(DocumentKind::ExtensionDecision, day("2026-08-20")),
    };
    let extended = term(&complex, extended, "2026-08-20").unwrap();
    assert_eq!(settling(&extended), day("2026-10-09"));
}

#[test]
fn a_result_is_sent_and_made_public_and_the_units_date_ends_with_the_draft() {
    let mode = AssignmentMode::VerifyAndAdvise;
    let petition = accepted(Kind::Complaint, Instance::First, mode, "2026-08-03");
    let draft = Draft { is_disputed: false, report: None, note: None };
    let drafted = case(&petition, CaseCommand::HandIn(draft), "2026-08-20").unwrap();
    let internal = one(&drafted, ClockKind::Internal, "2026-08-21").unwrap().1;
    assert!(matches!(internal, ClockState::Met { .. }), "{internal:?}");
    let back = CaseCommand::ReturnDraft { remark: "bổ sung".into() };
    let back = case(&drafted, back, "2026-08-21").unwrap();
    let internal = one(&back, ClockKind::Internal, "2026-08-21").unwrap().1;
    assert!(matches!(internal, ClockState::Running { .. }), "{internal:?}");
    let issue = Decision {
        result: ResultCode::Right,
        document: document(DocumentKind::SettlementDecision, day("2026-08-24")),
        remedies: Remedies::default(),
        is_to_be_enforced: false,
    };
    let result =
        |petition: &Petition, command, on| case(petition, CaseCommand::Result(command), on);
    let issued = result(&drafted, ResultCommand::Issue(issue), "2026-08-24").unwrap();
    let settling = one(&issued, ClockKind::Settling, "2026-12-01").unwrap().1;
    assert!(matches!(settling, ClockState::Met { .. }), "{settling:?}");
    let sending = one(&issued, ClockKind::Sending, "2026-08-25").unwrap();
    assert_eq!((&*sending.0, due(&sending.1)), ("KN1-GUI", day("2026-08-27")));
    let publication = one(&issued, ClockKind::Publication, "2026-08-25").unwrap();
    assert_eq!((&*publication.0, due(&publication.1)), ("KN1-CK", day("2026-09-08")));
    let publish = ResultCommand::Publish(Publication {
        form: PublicationForm::Portal,
        place: "quynhon.gov.vn".into(),
        until: Some(day("2026-09-10")),
        is_redacted: true,
    });
    let published = result(&issued, publish, "2026-08-26").unwrap();
    let state = one(&published, ClockKind::Publication, "2026-09-30").unwrap().1;
    assert!(matches!(state, ClockState::Met { .. }), "{state:?}");
    let sending = one(&published, ClockKind::Sending, "2026-09-30").unwrap().1;
    assert!(matches!(sending, ClockState::Overdue { .. }), "{sending:?}");
}

#[test]
fn a_suggestion_has_the_date_that_the_leader_set() {
    let mut petition =
        assigned(Kind::Suggestion, Instance::First, AssignmentMode::Settle, "2026-08-03");
    assert_eq!(one(&petition, ClockKind::Settling, "2026-08-10"), None);
    petition.assignment.as_mut().unwrap().due_on = Some(day("2026-08-14"));
    let (row, state) = one(&petition, ClockKind::Settling, "2026-08-17").unwrap();
    assert_eq!(row, "set");
    assert_eq!(state, ClockState::Overdue { due: day("2026-08-14"), days_over: 3 });
}

#[test]
fn a_past_ledger_shows_the_date_that_it_tells_and_no_acceptance() {
    let assignment =
        Assignment { unit: UNIT, mode: None, document: None, due_on: Some(day("2017-04-14")) };
    let start = petition(Kind::Complaint, "2017-03-01");
    let given = start.after(&Happening::Assigned(assignment), day("2017-03-06"));
    let kinds: Vec<ClockKind> =
        seen(&given, "2017-04-10").into_iter().map(|(kind, _, _)| kind).collect();
    assert_eq!(kinds, [ClockKind::Processing, ClockKind::Settling]);
    let (row, state) = one(&given, ClockKind::Settling, "2017-04-10").unwrap();
    assert_eq!((&*row, due(&state)), ("set", day("2017-04-14")));
}

#[test]
fn a_remote_unit_gets_the_longer_term_and_keeps_it() {
    let law = Law { is_remote: true, ..law() };
    let mode = AssignmentMode::Settle;
    let petition = assigned(Kind::Complaint, Instance::First, mode, "2026-08-03");
    let document = document(DocumentKind::AcceptanceNotice, day("2026-08-03"));
    let accept = Command::Case(CaseCommand::Accept { document });
    let happened = decide(&petition, &accept, &everybody(), &law, day("2026-08-03")).unwrap();
    let accepted = petition.after(&happened[0], day("2026-08-03"));
    assert!(matches!(&happened[0], Happening::Case(CaseHappening::Accepted { .. })));
    assert_eq!(one(&accepted, ClockKind::Settling, "2026-08-04").unwrap().0, "KN1-GQ-VX");
}
