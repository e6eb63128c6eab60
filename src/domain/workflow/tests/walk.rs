//! Walks at random through what the law allows: no history leads to a state that cannot be.

use proptest::prelude::*;

use super::super::case::{
    AsideCommand, Case, ComplexityFound, Decision, Dialogue, Draft, Extent, NoticeOf, Publication,
    PublicationForm, Remedies, ResultCommand, TermCommand, Withdrawal,
};
use super::super::grounds::{
    ComplexityCriterion, DiscontinuanceGround, FilingReason, GoingOn, RefusalGround, ResultCode,
    SuspensionGround,
};
use super::*;
use crate::domain::event::{Event, Handling};
use crate::domain::petition::DocumentMention;
use crate::domain::rulebook::Complexity;

fn routes() -> Vec<Route> {
    let body = || "UBND tỉnh".to_owned();
    let mut routes = vec![
        accept_route(AssignmentMode::Settle, None),
        accept_route(AssignmentMode::VerifyAndAdvise, None),
        Route::Guide { body: body() },
        Route::Forward { body: body() },
        Route::Urge { body: body() },
        Route::Return { body: body(), reason: "sai thẩm quyền".into() },
    ];
    routes.extend(RefusalGround::ALL.iter().map(|g| Route::Refuse { grounds: vec![*g] }));
    routes.extend(FilingReason::ALL.iter().map(|r| Route::FileAway { reasons: vec![*r] }));
    routes
}

fn paper_commands(kind: Kind, on: NaiveDate) -> Vec<PaperCommand> {
    let mut commands = vec![
        PaperCommand::Agree { remark: None },
        PaperCommand::SendBack { remark: "xem lại".into() },
        PaperCommand::Approve { changed: None, remark: None },
        PaperCommand::Split { into: vec![id(2), id(3)] },
    ];
    for instance in Instance::ALL {
        for competence in [Competence::Ours, elsewhere()] {
            for flaw in 0..4 {
                let ineligible = if flaw == 1 { vec![FilingReason::Illegible] } else { vec![] };
                commands.push(PaperCommand::Classify(Classification {
                    competence: competence.clone(),
                    ineligible,
                    has_several_contents: flaw == 2,
                    is_anonymous: flaw == 3,
                    ..found(kind, *instance)
                }));
            }
        }
    }
    commands.extend(routes().into_iter().map(|route| PaperCommand::Propose(proposal(route))));
    let letters = DocumentKind::ALL.iter().map(|kind| PaperCommand::Dispatch(document(*kind, on)));
    commands.extend(letters);
    commands
}

fn term_commands(on: NaiveDate) -> Vec<TermCommand> {
    let mut commands = vec![
        TermCommand::AskExtension { days: 10, reason: "chờ".into() },
        TermCommand::Extend { days: 30, document: document(DocumentKind::ExtensionDecision, on) },
        TermCommand::DenyExtension { remark: "không".into() },
        TermCommand::Resume { document: document(DocumentKind::ResumptionDecision, on) },
    ];
    commands.extend(SuspensionGround::ALL.iter().map(|ground| TermCommand::Suspend {
        ground: *ground,
        document: document(DocumentKind::SuspensionDecision, on),
    }));
    commands.extend(Complexity::ALL.iter().map(|complexity| {
        TermCommand::RecordComplexity(ComplexityFound {
            complexity: *complexity,
            criteria: vec![ComplexityCriterion::Foreign, ComplexityCriterion::ManyPeople],
            reason: Some("nhiều thửa".into()),
            document: Some(document(DocumentKind::ComplexityRecord, on)),
        })
    }));
    commands
}

fn result_commands(on: NaiveDate) -> Vec<ResultCommand> {
    let mut commands = vec![
        ResultCommand::Send { recipients: vec!["ông A".into()] },
        ResultCommand::Publish(Publication {
            form: PublicationForm::Posting,
            place: "trụ sở".into(),
            until: None,
            is_redacted: true,
        }),
        ResultCommand::StartEnforcement {
            document: document(DocumentKind::EnforcementAssignment, on),
        },
        ResultCommand::RecordEnforcement(Remedies::default()),
        ResultCommand::Close,
    ];
    commands.extend(ResultCode::ALL.iter().map(|result| {
        ResultCommand::Issue(Decision {
            result: *result,
            document: document(Decision::paper_of(*result), on),
            remedies: Remedies::default(),
            is_to_be_enforced: true,
        })
    }));
    commands
}

fn case_commands(on: NaiveDate) -> Vec<CaseCommand> {
    let paper = |kind| document(kind, on);
    let advise = Some(AssignmentMode::VerifyAndAdvise);
    let mut commands = vec![
        CaseCommand::GiveToOfficer { officer: AccountId(1) },
        CaseCommand::Reassign {
            to: Assignment { unit: UNIT, mode: advise, document: None, due_on: None },
            reason: "đổi cách giao".into(),
        },
        CaseCommand::Accept { document: paper(DocumentKind::AcceptanceNotice) },
        CaseCommand::Accept { document: paper(DocumentKind::AcceptanceDecision) },
        CaseCommand::StartVerification { document: None },
        CaseCommand::HoldDialogue(Dialogue {
            invited_on: on - chrono::Days::new(20),
            is_unattended: false,
            minutes: paper(DocumentKind::DialogueMinutes),
        }),
        CaseCommand::ReturnDraft { remark: "bổ sung".into() },
        CaseCommand::TakeFurther { to: id(2) },
        CaseCommand::RecordCourt {
            document: DocumentMention { number: "1/TA".into(), dated: None },
        },
        CaseCommand::RecordStep { text: "làm việc".into(), document: None },
        CaseCommand::Aside(AsideCommand::Reopen { reason: "bị ép".into(), document: None }),
    ];
    commands.extend(NoticeOf::ALL.iter().map(|of| {
        CaseCommand::Aside(AsideCommand::SendNotice {
            of: *of,
            recipients: vec!["Người gửi".into()],
        })
    }));
    for is_disputed in [false, true] {
        commands.push(CaseCommand::HandIn(Draft { is_disputed, report: None, note: None }));
    }
    for extent in Extent::ALL {
        for going_on in [None, Some(GoingOn::Slander)] {
            commands.push(CaseCommand::Withdraw(Withdrawal {
                extent: *extent,
                text: None,
                is_after_persuasion: false,
                going_on,
            }));
        }
    }
    commands.extend(RefusalGround::ALL.iter().map(|ground| CaseCommand::Decline {
        grounds: vec![*ground],
        document: paper(DocumentKind::RefusalNotice),
    }));
    commands.extend(DiscontinuanceGround::ALL.iter().map(|ground| CaseCommand::Discontinue {
        ground: *ground,
        document: paper(DocumentKind::DiscontinuanceDecision),
    }));
    commands.extend(term_commands(on).into_iter().map(CaseCommand::Term));
    commands.extend(result_commands(on).into_iter().map(CaseCommand::Result));
    commands
}

/// What cannot be, whatever was asked for.
fn assert_possible(petition: &Petition, on: NaiveDate) {
    let paper = &petition.paper;
    let is_given = paper.step == PaperStep::Settling;
    let is_declined = petition.case.as_ref().is_some_and(|c| c.step == CaseStep::Declined);
    assert_eq!(petition.case.is_some(), is_given || is_declined, "a case is what was given");
    assert!(paper.step == PaperStep::Received || paper.classification.is_some());
    let needs_proposal = paper.step > PaperStep::Classified && paper.step != PaperStep::Split;
    assert!(!needs_proposal || paper.proposal.is_some());
    let is_at_the_desk = petition.status() == Status::Received;
    assert_eq!(paper.ended_on.is_none(), is_at_the_desk, "the desk's clock runs while it has it");
    if let Some(case) = &petition.case {
        assert_eq!(petition.stage().is_open(), case.step.is_unsettled());
        assert_case_possible(petition, case);
    }
    let case = petition.case.as_ref().filter(|case| case.step.is_unsettled());
    let rests = case.is_some_and(Case::is_suspended);
    let due = due_on(petition, &law(), on);
    assert!(due.is_none() || !rests, "what rests is not due");
    let is_paper_open = paper.ended_on.is_none();
    assert!(due.is_some() || !is_paper_open, "the desk always has a date");
    for (kind, term) in clocks(petition, &law(), on) {
        if let Term::Legal(clock) = &term {
            assert!(clock.stopped_on.is_none_or(|stopped| stopped >= clock.base), "{kind:?}");
        }
        assert!(term.state(on, &CALENDAR).is_ok(), "{kind:?} has a due date");
    }
}

fn assert_case_possible(petition: &Petition, case: &Case) {
    // What is looked into as information is settled without being accepted (LTC 2018 Đ.25(2)).
    let kind = petition.settled_as();
    let is_past = |step| case.step > step && case.step < CaseStep::Discontinued;
    if kind != Kind::Suggestion {
        assert!(!is_past(CaseStep::Assigned) || case.acceptance.is_some());
    }
    let second = kind == Kind::Complaint && petition.instance() == Instance::Second;
    assert!(!second || !is_past(CaseStep::Dialogue) || case.dialogue_on.is_some());
    assert_eq!(is_past(CaseStep::Drafted), case.issued.is_some());
    assert_eq!(case.ended_on.is_none(), case.step.is_unsettled());
    assert_eq!(petition.outcome.is_some(), case.issued.is_some());
    let open = case.pauses.iter().filter(|pause| pause.resumed_on.is_none()).count();
    assert_eq!(open, usize::from(case.is_suspended()), "only the last suspension lasts");
    assert!(case.issued.is_none() || !case.is_suspended(), "nothing is issued while it rests");
    assert!(case.sent_on.or(case.published_on).is_none() || case.issued.is_some());
    assert!(case.extensions.len() <= 2);
    if case.step == CaseStep::InCourt {
        assert_eq!(kind, Kind::Complaint);
    }
}

/// Whether a happening leads on to the result: every other step of a walk is one, where there is one.
fn leads_on(happening: &Happening) -> bool {
    matches!(
        happening,
        Happening::Assigned(_)
            | Happening::Paper(
                PaperHappening::Classified(_)
                    | PaperHappening::Proposed(_)
                    | PaperHappening::Agreed { .. }
                    | PaperHappening::Approved { .. }
            )
            | Happening::Case(
                CaseHappening::Accepted { .. }
                    | CaseHappening::VerificationStarted { .. }
                    | CaseHappening::DialogueHeld(_)
                    | CaseHappening::HandedIn(_)
                    | CaseHappening::Issued(_)
                    | CaseHappening::Published(_)
                    | CaseHappening::EnforcementStarted { .. }
            )
    )
}

/// All that could happen next, each refusal naming its article.
fn possible(petition: &Petition, leading_on: bool, on: NaiveDate) -> Vec<Vec<Happening>> {
    let papers = paper_commands(petition.facts.kind, on).into_iter().map(Command::Paper);
    let cases = case_commands(on).into_iter().map(Command::Case);
    let mut possible = vec![];
    for command in papers.chain(cases) {
        let offered = offered(&everybody(), petition).contains(&command.made());
        match decide(petition, &command, &everybody(), &law(), on) {
            Ok(happened) => {
                assert!(offered, "{:?} was not offered", command.made());
                possible.push(happened);
            }
            Err(refused) => assert_names_an_article(&refused),
        }
    }
    if leading_on && possible.iter().any(|happened| leads_on(&happened[0])) {
        possible.retain(|happened| leads_on(&happened[0]));
    }
    possible
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_history_leads_to_what_cannot_be(
        kind in prop::sample::select(Kind::ALL.to_vec()),
        start in prop::sample::select(vec!["2018-03-05", "2018-12-20", "2021-03-01", "2026-06-20"]),
        is_given in any::<bool>(),
        instance in prop::sample::select(Instance::ALL.to_vec()),
        choices in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<bool>(), 0..9_u64), 1..40),
    ) {
        let instance = if kind == Kind::Complaint { instance } else { Instance::First };
        let first = if is_given {
            assigned(kind, instance, AssignmentMode::VerifyAndAdvise, start)
        } else {
            petition(kind, start)
        };
        let mut petition = first.clone();
        let mut on = day(start);
        let mut history: Vec<Event> = vec![];
        for (choice, leading_on, days) in choices {
            on = on + chrono::Days::new(days);
            let possible = possible(&petition, leading_on, on);
            if possible.is_empty() {
                break;
            }
            for happening in possible[choice.index(possible.len())].clone() {
                petition = petition.after(&happening, on);
                let entered_at = "2026-08-10T08:00:00+07:00".parse().unwrap();
                history.push(Event { happening, on, entered_at, by: None, capacity: None });
            }
            assert_possible(&petition, on);
        }
        let folded = history
            .iter()
            .fold(first.handling(), |state, event| state.evolve(&event.happening, event.on));
        prop_assert_eq!(&folded, &petition.handling());
        if !is_given {
            prop_assert_eq!(Handling::of(&history), folded);
        }
    }
}
