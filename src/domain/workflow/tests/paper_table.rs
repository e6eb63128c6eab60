//! Handling of the paper: each command in each step, and the conditions of each route.

use super::super::grounds::{FilingReason, RefusalGround};
use super::super::petition::Relation;
use super::*;

const ON: &str = "2026-08-10";

/// In the order of `PaperStep::ALL`; "+" is possible.
///
/// Received, classified, proposed, awaiting approval, approved, settling, refused, guided, forwarded, urged, returned,
/// filed away, split.
const TABLE: &[(&str, &str)] = &[
    ("classify", "++..........."),
    ("propose", ".+..........."),
    ("split", ".+..........."),
    ("agree", "..+.........."),
    ("send back", "..++........."),
    ("approve", "...+........."),
    ("dispatch", "....+........"),
];

fn several() -> Classification {
    Classification { has_several_contents: true, ..found(Kind::Complaint, Instance::First) }
}

fn guide() -> Proposal {
    proposal(Route::Guide { body: "UBND phường Lê Lợi".into() })
}

fn command(name: &str) -> PaperCommand {
    match name {
        "classify" => PaperCommand::Classify(several()),
        "propose" => PaperCommand::Propose(guide()),
        "split" => PaperCommand::Split { into: vec![id(2), id(3)] },
        "agree" => PaperCommand::Agree { remark: None },
        "send back" => PaperCommand::SendBack { remark: "bổ sung căn cứ".into() },
        "approve" => PaperCommand::Approve { changed: None, remark: None },
        "dispatch" => PaperCommand::Dispatch(document(DocumentKind::Guidance, day(ON))),
        _ => unreachable!("{name}"),
    }
}

#[test]
fn every_cell_of_the_paper_table() {
    for (name, row) in TABLE {
        for (step, cell) in PaperStep::ALL.iter().zip(row.chars()) {
            let mut petition = petition(Kind::Complaint, "2026-08-03");
            petition.paper.step = *step;
            petition.paper.classification = Some(several());
            petition.paper.proposal = Some(guide());
            match paper(&petition, command(name), ON) {
                Ok(_) => assert_eq!(cell, '+', "{name} in {step:?} is possible"),
                Err(refused) => {
                    assert_eq!(cell, '.', "{name} in {step:?}: {refused}");
                    assert_names_an_article(&refused);
                    assert_eq!(refused.why, Refusal::NotInThisStep(step.code()));
                }
            }
        }
        assert_eq!(row.len(), PaperStep::ALL.len());
    }
}

/// Proposes a route for a petition with these findings on a day.
fn propose(found: Classification, route: Route, on: &str) -> Result<Petition, Refused> {
    let start = petition(found.kind, on);
    let classified = paper(&start, PaperCommand::Classify(found), on).unwrap();
    paper(&classified, PaperCommand::Propose(proposal(route)), on)
}

#[test]
fn each_route_has_its_conditions() {
    let complaint = || found(Kind::Complaint, Instance::First);
    let denunciation = || found(Kind::Denunciation, Instance::First);
    let suggestion = || found(Kind::Suggestion, Instance::First);
    let away = |found| Classification { competence: elsewhere(), ..found };
    let lacking = |reason| Classification { ineligible: vec![reason], ..complaint() };
    let accept = || accept_route(AssignmentMode::Settle, None);
    let body = || "UBND tỉnh".to_owned();
    let refuse = |ground| Route::Refuse { grounds: vec![ground] };
    let file = |reason| Route::FileAway { reasons: vec![reason] };
    let anonymous = Classification { is_anonymous: true, ..denunciation() };
    let duplicate = Classification { earlier: Some((Relation::Duplicate, id(9))), ..complaint() };
    let rows: Vec<(&str, Classification, Route, bool)> = vec![
        ("ours", complaint(), accept(), true),
        ("not ours", away(complaint()), accept(), false),
        (
            "judged by a court",
            Classification { round: Round::Judged, ..complaint() },
            accept(),
            false,
        ),
        ("illegible", lacking(FilingReason::Illegible), accept(), false),
        ("several contents", several(), accept(), false),
        ("anonymous denunciation", anonymous.clone(), accept(), false),
        ("out of time", complaint(), refuse(RefusalGround::OutOfTime), true),
        ("ground of the other kind", denunciation(), refuse(RefusalGround::OutOfTime), false),
        ("violator not named", denunciation(), refuse(RefusalGround::NoViolatorNamed), true),
        ("ground of the Act of 2011", denunciation(), refuse(RefusalGround::NoBasis), false),
        ("no ground", complaint(), Route::Refuse { grounds: vec![] }, false),
        ("suggestion refused", suggestion(), refuse(RefusalGround::Unsigned), false),
        ("guide", away(complaint()), Route::Guide { body: body() }, true),
        ("guide what is ours", complaint(), Route::Guide { body: body() }, false),
        ("guide to nobody", away(complaint()), Route::Guide { body: " ".into() }, false),
        (
            "guide twice",
            away(lacking(FilingReason::AlreadyGuided)),
            Route::Guide { body: body() },
            false,
        ),
        ("forward a complaint", away(complaint()), Route::Forward { body: body() }, false),
        ("forward a denunciation", away(denunciation()), Route::Forward { body: body() }, true),
        ("forward a suggestion", away(suggestion()), Route::Forward { body: body() }, true),
        ("forward what is ours", suggestion(), Route::Forward { body: body() }, false),
        ("urge", away(complaint()), Route::Urge { body: body() }, true),
        ("file without reason", complaint(), Route::FileAway { reasons: vec![] }, false),
        ("file as found", lacking(FilingReason::Illegible), file(FilingReason::Illegible), true),
        ("file otherwise than found", complaint(), file(FilingReason::Illegible), false),
        ("file a duplicate", duplicate, file(FilingReason::Duplicate), true),
        ("file a duplicate of nothing", complaint(), file(FilingReason::Duplicate), false),
        ("file what was withdrawn", complaint(), file(FilingReason::Withdrawn), true),
    ];
    for (name, found, route, is_possible) in rows {
        match propose(found, route, ON) {
            Ok(_) => assert!(is_possible, "{name} is possible"),
            Err(refused) => {
                assert!(!is_possible, "{name}: {refused}");
                assert_names_an_article(&refused);
            }
        }
    }
}

#[test]
fn a_denunciation_is_guided_when_its_sender_stands_there() {
    let found =
        Classification { competence: elsewhere(), ..found(Kind::Denunciation, Instance::First) };
    let route = Route::Guide { body: "Công an tỉnh".into() };
    assert!(propose(found.clone(), route.clone(), ON).is_ok(), "at the counter");
    let mut by_post = petition(Kind::Denunciation, ON);
    by_post.facts.source = Some(Source { channel: Channel::Post, from_body: None });
    let by_post = paper(&by_post, PaperCommand::Classify(found), ON).unwrap();
    let refused = paper(&by_post, PaperCommand::Propose(proposal(route)), ON).unwrap_err();
    assert_eq!(refused.article, "LTC 2018 Đ.24(2)");
}

#[test]
fn findings_must_agree_with_each_other() {
    let wrong = [
        found(Kind::Denunciation, Instance::Second),
        Classification { round: Round::Judged, ..found(Kind::Suggestion, Instance::First) },
        Classification { round: Round::Continued, ..found(Kind::Complaint, Instance::First) },
        Classification {
            earlier: Some((Relation::SecondInstance, id(9))),
            ..found(Kind::Complaint, Instance::First)
        },
        Classification {
            earlier: Some((Relation::Duplicate, id(1))),
            ..found(Kind::Complaint, Instance::First)
        },
        Classification {
            ineligible: vec![FilingReason::Duplicate],
            ..found(Kind::Complaint, Instance::First)
        },
    ];
    for found in wrong {
        let start = petition(found.kind, ON);
        assert_eq!(why(paper(&start, PaperCommand::Classify(found), ON)), Refusal::DoesNotFit);
    }
}

#[test]
fn approval_assigns_or_files_and_other_routes_wait_for_their_paper() {
    let ready = |found: Classification, route: Route| {
        let proposed = propose(found, route, ON).unwrap();
        paper(&proposed, PaperCommand::Agree { remark: None }, ON).unwrap()
    };
    let approve = PaperCommand::Approve { changed: None, remark: None };
    let complaint = found(Kind::Complaint, Instance::First);
    let given = ready(complaint.clone(), accept_route(AssignmentMode::Settle, None));
    let given = paper(&given, approve.clone(), ON).unwrap();
    assert_eq!((given.status(), given.unit()), (Status::Assigned, Some(UNIT)));
    let filed = ready(
        Classification { ineligible: vec![FilingReason::Illegible], ..complaint.clone() },
        Route::FileAway { reasons: vec![FilingReason::Illegible] },
    );
    assert_eq!(paper(&filed, approve.clone(), ON).unwrap().status(), Status::FiledAway);
    let refused = ready(complaint, Route::Refuse { grounds: vec![RefusalGround::Unsigned] });
    let refused = paper(&refused, approve, ON).unwrap();
    assert_eq!((refused.status(), refused.paper.ended_on), (Status::Received, None));
    let letter = |kind, on| PaperCommand::Dispatch(document(kind, day(on)));
    assert_eq!(
        why(paper(&refused, letter(DocumentKind::Guidance, ON), ON)),
        Refusal::WrongDocument(DocumentKind::RefusalNotice)
    );
    assert_eq!(
        why(paper(&refused, letter(DocumentKind::RefusalNotice, "2026-08-11"), ON)),
        Refusal::DocumentOfAnotherDay(day("2026-08-11"))
    );
    let refused = paper(&refused, letter(DocumentKind::RefusalNotice, ON), ON).unwrap();
    assert_eq!((refused.status(), refused.paper.ended_on), (Status::Refused, Some(day(ON))));
}

#[test]
fn the_leader_may_decide_otherwise_within_the_law() {
    let found = found(Kind::Complaint, Instance::First);
    let proposed = propose(found, accept_route(AssignmentMode::Settle, None), ON).unwrap();
    let agreed = paper(&proposed, PaperCommand::Agree { remark: None }, ON).unwrap();
    let changed = |route| PaperCommand::Approve { changed: Some(proposal(route)), remark: None };
    let forward = changed(Route::Forward { body: "UBND tỉnh".into() });
    assert_eq!(why(paper(&agreed, forward, ON)), Refusal::DoesNotFit);
    let advise = changed(accept_route(AssignmentMode::VerifyAndAdvise, Some(day("2026-08-28"))));
    let given = paper(&agreed, advise.clone(), ON).unwrap();
    assert_eq!(given.assignment.unwrap().mode, Some(AssignmentMode::VerifyAndAdvise));
    let happened = decide(&agreed, &Command::Paper(advise), &everybody(), &law(), day(ON)).unwrap();
    assert!(matches!(
        &happened[0],
        Happening::Paper(PaperHappening::Approved { is_changed: true, .. })
    ));
}
