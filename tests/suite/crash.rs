//! Power cuts: the process is killed while it imports and while it commits. Nothing acknowledged is lost, nothing is
//! there twice, and the next start works without help.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::process::{
    BAD_ROWS, Folder, GOOD_ROWS, LEDGER, Ran, assert_sound, command, csv, found, intake_form,
    petitions, run_in, search_path, wait_until,
};

/// Rows of the book that is killed most often: two chunks and a little.
const BOOK_ROWS: usize = 900;

fn book() -> String {
    let rows: Vec<(String, String)> = (0..BOOK_ROWS)
        .map(|at| (format!("Nguyễn Văn Thử{at}"), format!("Việc thứ {at} của sổ")))
        .collect();
    let rows: Vec<_> =
        rows.iter().map(|(name, content)| (name.as_str(), "Kiến nghị", content.as_str())).collect();
    csv(&rows)
}

fn sum(ran: &Ran) -> [u64; 3] {
    let line = ran.json();
    ["imported", "held", "already"].map(|field| line[field].as_u64().unwrap())
}

/// A moment within `limit` that differs from run to run.
fn some_time(limit: Duration) -> Duration {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).unwrap();
    limit.mul_f64(f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}

#[test]
fn an_import_killed_again_and_again_is_completed_by_the_same_file() {
    let folder = Folder::new();
    let file = folder.file("sổ.csv", book());
    let data = folder.data();
    let whole = {
        let begun = Instant::now();
        Folder::new().run(&["import", &file]).good();
        begun.elapsed()
    };
    for _ in 0..8 {
        let arguments = ["import", &file, "--data", data.to_str().unwrap()];
        let mut child =
            command(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(some_time(whole));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_sound(&data);
    }
    let [imported, held, already] = sum(&folder.run(&["import", &file, "--json"]).good());
    assert_eq!((imported + already, held), (BOOK_ROWS as u64, 0));
    assert_eq!(assert_sound(&data), BOOK_ROWS);
    assert_eq!(sum(&folder.run(&["import", &file, "--json"]).good()), [0, 0, BOOK_ROWS as u64]);
    for at in [0, 399, 400, 899] {
        assert_eq!(found(&data, &format!("\"viec thu {at} cua so\"")).len(), 1, "{at}");
    }
}

#[test]
fn the_ledger_killed_between_its_chunks_is_completed_without_doubles() {
    let folder = Folder::new();
    let data = folder.data();
    // The first line is told before any chunk.
    for chunks in [2, 4] {
        let arguments = ["import", LEDGER, "--data", data.to_str().unwrap()];
        let mut child =
            command(&arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let told = lines.filter(|line| line.starts_with("Đã xem")).take(chunks).last().unwrap();
        std::thread::sleep(some_time(Duration::from_millis(80)));
        child.kill().unwrap();
        child.wait().unwrap();
        // What was told to be looked at is there: 400 rows a chunk, few of them held.
        let told: usize =
            told[..told.find('/').unwrap()].rsplit(' ').next().unwrap().parse().unwrap();
        assert!(assert_sound(&data) + usize::try_from(BAD_ROWS).unwrap() >= told);
    }
    folder.run(&["import", LEDGER, "--json"]).good();
    let again = folder.run(&["import", LEDGER, "--json"]).good();
    assert_eq!(sum(&again), [0, 0, GOOD_ROWS + BAD_ROWS]);
    let export = folder.run(&["export"]).good();
    assert_eq!(petitions(&export).len() as u64, GOOD_ROWS);
    let held = export.lines().iter().filter(|line| line["type"] == "held_row").count() as u64;
    assert_eq!(held, BAD_ROWS);
    let mut origins: Vec<String> = petitions(&export)
        .iter()
        .map(|p| format!("{}!{}", p["origin"]["sheet"], p["origin"]["row"]))
        .collect();
    origins.sort_unstable();
    origins.dedup();
    assert_eq!(origins.len() as u64, GOOD_ROWS, "a row of the ledger is there twice");
    assert_eq!(assert_sound(&data) as u64, GOOD_ROWS);
}

#[test]
fn whatever_the_server_acknowledged_outlives_its_being_killed() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    let password = folder.account("mai", "can-bo-tiep-nhan");
    let mut acknowledged: Vec<String> = Vec::new();
    let made = AtomicUsize::new(0);
    for _ in 0..5 {
        let mut served = folder.serve();
        let cookie = served.sign_in("mai", &password);
        let registered = std::thread::scope(|scope| {
            let clerks: Vec<_> = (0..3)
                .map(|_| scope.spawn(|| register_until_it_dies(&served, &cookie, &made)))
                .collect();
            std::thread::sleep(Duration::from_millis(300) + some_time(Duration::from_millis(400)));
            let pid = served.pid();
            rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
            clerks.into_iter().flat_map(|clerk| clerk.join().unwrap()).collect::<Vec<_>>()
        });
        served.kill();
        acknowledged.extend(registered);
        assert_sound(&folder.data());
    }
    assert!(acknowledged.len() > 6, "only {acknowledged:?}");
    let all = petitions(&folder.run(&["export"]).good());
    for word in &acknowledged {
        let there = all.iter().filter(|p| p["content"].as_str().unwrap().ends_with(word)).count();
        assert_eq!(there, 1, "{word} was acknowledged");
    }
    // The index holds as many as the store, as `verify` has seen; of some it is seen that they are the right ones.
    for word in acknowledged.iter().step_by(acknowledged.len() / 12 + 1) {
        assert_eq!(found(&folder.data(), word).len(), 1, "{word} is found");
    }
    let served = folder.serve();
    let cookie = served.sign_in("mai", &password);
    let last = acknowledged.last().unwrap();
    wait_until("the server finds the last petition", || {
        let page = served.get(&cookie, &search_path(last));
        page.status == 200 && page.text().contains(&format!("href=\"/don/{}/", this_year(&all)))
    });
}

fn this_year(all: &[serde_json::Value]) -> String {
    all[0]["number"].as_str().unwrap().split('/').next().unwrap().to_owned()
}

/// Registers petitions; gives the words of those whose receipt was told.
fn register_until_it_dies(
    served: &crate::process::Served,
    cookie: &str,
    made: &AtomicUsize,
) -> Vec<String> {
    let mut acknowledged = Vec::new();
    loop {
        let number = made.fetch_add(1, Ordering::Relaxed) + 1000;
        let word = format!("qz{number}x");
        let content = format!("Đề nghị xem xét {word}");
        let key = format!("{number:032x}");
        match served.try_post(cookie, "/don/moi", &intake_form(&key, &content)) {
            Ok(reply) if reply.status == 303 => acknowledged.push(word),
            Ok(reply) => panic!("{} {}", reply.status, reply.text()),
            Err(_) => return acknowledged,
        }
    }
}

#[test]
fn imports_that_the_server_acknowledged_outlive_its_being_killed() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    let data = folder.data();
    let mut acknowledged = Vec::new();
    for round in 0..3 {
        let mut served = folder.serve();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(500) + some_time(Duration::from_millis(300)));
            served.kill();
        });
        for number in 0.. {
            let word = format!("wq{round}y{number}z");
            let content = format!("Việc {word}");
            let file = folder.file(
                &format!("{word}.csv"),
                csv(&[("Vũ Thị Nhỏ", "Kiến nghị", &content), ("Vũ Văn To", "Khiếu nại", &content)]),
            );
            if killer.is_finished() {
                break;
            }
            let ran = run_in(&data, &["import", &file, "--json"]);
            if ran.code == 0 {
                acknowledged.push(word);
            }
        }
        killer.join().unwrap();
        assert_sound(&data);
    }
    assert!(!acknowledged.is_empty());
    let step = acknowledged.len() / 12 + 1;
    for word in acknowledged.into_iter().step_by(step) {
        assert_eq!(found(&data, &word).len(), 2, "{word}");
    }
}
