//! Which clocks run when, and by which rows.

use super::super::case::{
    Acceptance, AsideCommand, ComplexityFound, Decision, Draft, Extent, NoticeOf, Publication,
    PublicationForm, Remedies, ResultCommand, TermCommand, Withdrawal,
};
use super::super::grounds::{
    ComplexityCriterion, DiscontinuanceGround, ResultCode, SuspensionGround,
};
use super::*;
use crate::domain::deadline::{ClockState, Pause};
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

/// Who came in person is answered within the term of the day of receipt; what stops it is what tells them.
#[test]
fn who_came_in_person_is_answered() {
    let from = |channel, received_on| {
        let mut start = petition(Kind::Complaint, received_on);
        start.facts.source = Some(Source { channel, from_body: None });
        start.seal = Some(1);
        start
    };
    let rows = [
        (Channel::Counter, "2014-06-30", None),
        (Channel::Counter, "2014-07-01", Some("2014-07-15")),
        (Channel::Reception, "2026-06-30", Some("2026-07-14")),
        (Channel::Reception, "2026-07-01", Some("2026-07-15")),
        (Channel::Post, "2026-07-01", None),
        (Channel::Forwarded, "2026-07-01", None),
        (Channel::Leader, "2026-07-01", None),
        (Channel::Online, "2026-07-01", None),
    ];
    for (channel, received_on, expected) in rows {
        let seen = one(&from(channel, received_on), ClockKind::Reply, received_on);
        let seen = seen.map(|(row, state)| (row, due(&state)));
        let expected = expected.map(|due| ("TCD-28.1".to_owned(), day(due)));
        assert_eq!(seen, expected, "{channel:?} {received_on}");
    }
    let anonymous = petition(Kind::Complaint, "2026-07-01");
    assert_eq!(one(&anonymous, ClockKind::Reply, "2026-07-01"), None, "nobody to answer");
    let mut given =
        assigned(Kind::Complaint, Instance::First, AssignmentMode::Settle, "2026-08-03");
    given.seal = Some(1);
    let state = |petition: &Petition| one(petition, ClockKind::Reply, "2026-08-05").unwrap().1;
    assert!(matches!(state(&given), ClockState::Running { .. }), "given is not yet accepted");
    let accept = CaseCommand::Accept {
        document: document(DocumentKind::AcceptanceNotice, day("2026-08-05")),
    };
    let accepted = case(&given, accept, "2026-08-05").unwrap();
    assert!(matches!(state(&accepted), ClockState::Met { on, .. } if on == day("2026-08-05")));
    let mut dispatched = from(Channel::Counter, "2026-08-03");
    dispatched.paper = dispatched.paper.ended(PaperStep::Guided, day("2026-08-05"));
    assert!(matches!(state(&dispatched), ClockState::Met { .. }));
}

/// Notices of a case: on both sides of the days from which the law counts days for them.
#[test]
fn parties_are_told_within_the_term_of_the_day() {
    let at = |kind, accepted_on: &str, suspended_on: &str, resumed_on: &str| {
        let mut petition = assigned(kind, Instance::First, AssignmentMode::Settle, accepted_on);
        let case = petition.case.as_mut().unwrap();
        case.step = CaseStep::Accepted;
        let accepted_on = day(accepted_on);
        case.acceptance = Some(Acceptance { on: accepted_on, rule: None });
        case.pauses.push(Pause {
            suspended_on: day(suspended_on),
            resumed_on: Some(day(resumed_on)),
            document: "9".into(),
        });
        petition
    };
    let told = |petition: &Petition, kind| {
        let seen = one(petition, kind, "2030-01-02");
        seen.map(|(row, state)| (row, due(&state).to_string()))
    };
    let row = |id: &str, due: &str| Some((id.to_owned(), due.to_owned()));
    let (acceptance, suspension, resumption) =
        (ClockKind::AcceptanceNotice, ClockKind::SuspensionNotice, ClockKind::ResumptionNotice);
    let old = at(Kind::Denunciation, "2018-12-28", "2018-12-28", "2018-12-28");
    for kind in [acceptance, suspension, resumption] {
        assert_eq!(told(&old, kind), None, "LTC 2011 {kind:?}");
    }
    let new = at(Kind::Denunciation, "2019-01-02", "2019-01-02", "2019-01-03");
    // Saturday 05/01/2019 was worked for 31/12/2018.
    assert_eq!(told(&new, acceptance), row("TC-TBTL", "2019-01-08"));
    assert_eq!(told(&new, suspension), row("TC-TDC", "2019-01-08"));
    assert_eq!(told(&new, resumption), None, "the Act has no term for it");
    let old = at(Kind::Complaint, "2026-06-29", "2026-06-30", "2026-06-30");
    for kind in [acceptance, suspension, resumption] {
        assert_eq!(told(&old, kind), None, "before NĐ 155/2026 {kind:?}");
    }
    let new = at(Kind::Complaint, "2026-06-29", "2026-06-30", "2026-07-01");
    assert_eq!(told(&new, suspension), None);
    assert_eq!(told(&new, resumption), row("KN-TDC", "2026-07-06"));
    assert_eq!(told(&new, acceptance), None, "the notice is the acceptance itself");
}

#[test]
fn a_notice_stops_its_clock_once_it_is_recorded() {
    let mode = AssignmentMode::VerifyAndAdvise;
    let start = accepted(Kind::Denunciation, Instance::First, mode, "2026-08-03");
    let send = |of, recipients: &[&str]| {
        CaseCommand::Aside(AsideCommand::SendNotice {
            of,
            recipients: recipients.iter().map(|&name| name.into()).collect(),
        })
    };
    let notice = send(NoticeOf::Acceptance, &["Người tố cáo", "Người bị tố cáo"]);
    for wrong in [send(NoticeOf::Acceptance, &[]), send(NoticeOf::Discontinuance, &["Ai đó"])] {
        assert!(case(&start, wrong.clone(), "2026-08-04").is_err(), "{wrong:?}");
    }
    assert!(case(&start, notice.clone(), "2026-07-31").is_err(), "before the acceptance");
    let sent = case(&start, notice.clone(), "2026-08-11").unwrap();
    let state = one(&sent, ClockKind::AcceptanceNotice, "2026-09-01").unwrap().1;
    let (on, due) = (day("2026-08-11"), day("2026-08-10"));
    assert_eq!(state, ClockState::Missed { on, due, days_over: 1 });
    assert!(case(&sent, notice, "2026-08-12").is_err(), "once");
    let unsent = one(&start, ClockKind::AcceptanceNotice, "2026-08-05").unwrap().1;
    assert!(matches!(unsent, ClockState::Running { .. }));
}

#[test]
fn what_a_conclusion_asks_for_is_assigned_in_seven_working_days() {
    let concluded = |issued_on: &str, is_to_be_enforced| {
        let start = accepted(
            Kind::Denunciation,
            Instance::First,
            AssignmentMode::VerifyAndAdvise,
            issued_on,
        );
        let decision = Decision {
            result: ResultCode::True,
            document: document(DocumentKind::Conclusion, day(issued_on)),
            remedies: Remedies::default(),
            is_to_be_enforced,
        };
        start.after(&Happening::Case(CaseHappening::Issued(decision)), day(issued_on))
    };
    assert_eq!(one(&concluded("2018-12-28", true), ClockKind::Handling, "2019-03-01"), None);
    assert_eq!(one(&concluded("2019-01-02", false), ClockKind::Handling, "2019-03-01"), None);
    let open = concluded("2019-01-02", true);
    let (row, state) = one(&open, ClockKind::Handling, "2019-03-01").unwrap();
    assert_eq!((&*row, due(&state)), ("TC-XL", day("2019-01-10")));
    assert!(matches!(state, ClockState::Overdue { .. }));
    let document = document(DocumentKind::EnforcementAssignment, day("2019-01-10"));
    let assigned = CaseHappening::EnforcementStarted { document };
    let assigned = open.after(&Happening::Case(assigned), day("2019-01-10"));
    let state = one(&assigned, ClockKind::Handling, "2019-03-01").unwrap().1;
    assert!(matches!(state, ClockState::Met { on, .. } if on == day("2019-01-10")));
}

/// LTC 2018 Đ.25(2): looked into as information, never accepted as a denunciation.
#[test]
fn an_anonymous_denunciation_with_evidence_is_looked_into() {
    let mode = AssignmentMode::VerifyAndAdvise;
    let propose = |on: &str| {
        let found =
            Classification { is_anonymous: true, ..found(Kind::Denunciation, Instance::First) };
        let start = petition(Kind::Denunciation, on);
        let classified = paper(&start, PaperCommand::Classify(found), on).unwrap();
        paper(&classified, PaperCommand::Propose(proposal(accept_route(mode, None))), on)
    };
    assert!(propose("2018-12-28").is_err(), "the Act of 2011 has no such way");
    let mut start = propose("2026-08-03").unwrap();
    for step in [
        PaperCommand::Agree { remark: None },
        PaperCommand::Approve { changed: None, remark: None },
    ] {
        start = paper(&start, step, "2026-08-03").unwrap();
    }
    let on = day("2026-08-04");
    for kind in [DocumentKind::AcceptanceDecision, DocumentKind::AcceptanceNotice] {
        let accept = CaseCommand::Accept { document: document(kind, on) };
        assert!(case(&start, accept, "2026-08-04").is_err(), "not as a denunciation");
    }
    assert!(!offered(&everybody(), &start).contains(&Move::Accept));
    assert_eq!(one(&start, ClockKind::Acceptance, "2026-08-04"), None);
    let draft = Draft { is_disputed: false, report: None, note: None };
    let reply = Decision {
        result: ResultCode::Answered,
        document: document(DocumentKind::Reply, on),
        remedies: Remedies::default(),
        is_to_be_enforced: false,
    };
    let conclude = Decision {
        result: ResultCode::True,
        document: document(DocumentKind::Conclusion, on),
        ..reply.clone()
    };
    let result = CaseCommand::Result;
    let mut looked_into = start;
    for step in [CaseCommand::StartVerification { document: None }, CaseCommand::HandIn(draft)] {
        looked_into = case(&looked_into, step, "2026-08-04").unwrap();
    }
    let conclusion = result(ResultCommand::Issue(conclude));
    assert!(case(&looked_into, conclusion, "2026-08-04").is_err(), "no conclusion without a name");
    for step in [
        ResultCommand::Issue(reply),
        ResultCommand::Send { recipients: vec!["Thanh tra thành phố".into()] },
        ResultCommand::Close,
    ] {
        looked_into = case(&looked_into, result(step), "2026-08-04").unwrap();
    }
    assert_eq!(looked_into.stage(), Stage::Closed);
    assert_eq!(looked_into.kind(), Kind::Denunciation, "it is counted as what it is");
}

/// Withdrawn as a whole, discontinued, and found to have been forced: by the law of the day of reopening.
#[test]
fn what_was_withdrawn_under_pressure_goes_on() {
    let rows = [
        (Kind::Complaint, "2026-06-30", false),
        (Kind::Complaint, "2026-07-01", true),
        (Kind::Denunciation, "2018-12-28", false),
        (Kind::Denunciation, "2019-01-02", true),
        (Kind::Denunciation, "2026-07-01", true),
    ];
    let reopen = || {
        CaseCommand::Aside(AsideCommand::Reopen { reason: "bị đe dọa".into(), document: None })
    };
    let notice = Withdrawal {
        extent: Extent::Whole,
        text: None,
        is_after_persuasion: false,
        going_on: None,
    };
    for (kind, on, expected) in rows {
        let mode = AssignmentMode::VerifyAndAdvise;
        let start = accepted(kind, Instance::First, mode, on);
        let withdrawn = case(&start, CaseCommand::Withdraw(notice.clone()), on).unwrap();
        let ended = CaseCommand::Discontinue {
            ground: DiscontinuanceGround::Withdrawn,
            document: document(DocumentKind::DiscontinuanceDecision, day(on)),
        };
        let ended = case(&withdrawn, ended, on).unwrap();
        assert_eq!(ended.stage(), Stage::Discontinued);
        let reopened = case(&ended, reopen(), on);
        assert_eq!(reopened.is_ok(), expected, "{kind:?} {on}");
        let Ok(reopened) = reopened else { continue };
        assert_eq!(reopened.stage(), Stage::Accepted);
        let settling = one(&reopened, ClockKind::Settling, on).unwrap().1;
        assert!(matches!(settling, ClockState::Running { .. }), "{settling:?}");
        assert!(case(&reopened, reopen(), on).is_err(), "once");
    }
    let mode = AssignmentMode::VerifyAndAdvise;
    let start = accepted(Kind::Denunciation, Instance::First, mode, "2026-08-03");
    let died = CaseCommand::Discontinue {
        ground: DiscontinuanceGround::AccusedDied,
        document: document(DocumentKind::DiscontinuanceDecision, day("2026-08-03")),
    };
    let died = case(&start, died, "2026-08-03").unwrap();
    assert!(case(&died, reopen(), "2026-08-04").is_err(), "not withdrawn");
}

/// A decision on a complaint binds when the time to go on from it is over; from then on its enforcement is owed.
#[test]
fn enforcement_of_a_decision_is_owed_from_its_effect_on() {
    let decided = |issued_on: &str, is_to_be_enforced| {
        let mode = AssignmentMode::VerifyAndAdvise;
        let start = accepted(Kind::Complaint, Instance::First, mode, issued_on);
        let decision = Decision {
            result: ResultCode::True,
            document: document(DocumentKind::SettlementDecision, day(issued_on)),
            remedies: Remedies::default(),
            is_to_be_enforced,
        };
        start.after(&Happening::Case(CaseHappening::Issued(decision)), day(issued_on))
    };
    let kind = ClockKind::Enforcement;
    let open = decided("2021-03-01", true);
    assert_eq!(one(&open, kind, "2021-03-31"), None, "thirty days: without effect until the 31st");
    let (row, state) = one(&open, kind, "2021-04-01").unwrap();
    assert_eq!((&*row, due(&state)), ("KN-THA", day("2021-04-08")));
    assert_eq!(one(&decided("2021-03-01", false), kind, "2021-04-01"), None);
    assert_eq!(one(&decided("2018-03-01", true), kind, "2018-06-01"), None, "no such rule then");
    let document = document(DocumentKind::EnforcementAssignment, day("2021-04-12"));
    let assigned = CaseHappening::EnforcementStarted { document };
    let assigned = open.after(&Happening::Case(assigned), day("2021-04-12"));
    let state = one(&assigned, kind, "2021-05-01").unwrap().1;
    assert!(matches!(state, ClockState::Missed { on, .. } if on == day("2021-04-12")));
}
