//! What the office feels beside search: list pages, a new petition until it is found, start, memory while serving.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use donthu::app::{browse, desk, find, intake};
use donthu::domain::listing::{DueFilter, Filter, Sort, SortColumn, StatusFilter, StatusGroup};
use donthu::domain::permission::Actor;
use donthu::practice::PracticePetition;

use crate::donthu_side::DonthuSide;
use crate::paired::percentiles;

/// Petitions registered one after the other.
const NEW: usize = 60;

/// Prints list pages and new petitions.
pub(crate) fn measure(side: &DonthuSide, sample: &PracticePetition) -> Result<(), Box<dyn Error>> {
    let (app, actor) = (&side.app, &side.reader);
    let open = Filter {
        status: Some(StatusFilter::Group(StatusGroup::Open)),
        due: Some(DueFilter::Overdue),
        ..Filter::default()
    };
    let mut pages = Vec::new();
    for column in SortColumn::ALL {
        for is_descending in [false, true] {
            for filter in [&Filter::default(), &open] {
                let sort = Sort { column: *column, is_descending };
                let mut after = None;
                for _ in 0..3 {
                    let begun = Instant::now();
                    let page = browse::list(app, actor, filter, sort, (after, 50))?;
                    desk::queues(app, actor)?;
                    pages.push(begun.elapsed().as_secs_f64() * 1000.0);
                    after = page.rows.last().map(|row| row.id);
                }
            }
        }
    }
    println!("list page with the menu's counts, ms p50/p95/p99: {}", percentiles(pages));
    println!("new petition, ms p50/p95/p99: {}", new_petitions(side, actor, sample)?);
    Ok(())
}

/// Durable first, then findable by the one who registered it.
fn new_petitions(
    side: &DonthuSide,
    actor: &Actor,
    sample: &PracticePetition,
) -> Result<String, Box<dyn Error>> {
    let (mut durable, mut findable) = (Vec::new(), Vec::new());
    let number = u128::from(side.app.store.last_seq());
    for at in 0..NEW {
        let mut facts = sample.facts.clone();
        facts.content = format!("Đơn đo tốc độ qxz{at} {}", facts.content);
        let begun = Instant::now();
        let id = intake::register(&side.app, actor, number * 1000 + at as u128, facts)?;
        durable.push(begun.elapsed().as_secs_f64() * 1000.0);
        let request =
            find::Request { text: format!("qxz{at}"), limit: 20, ..find::Request::default() };
        let found = find::search(&side.app, find::Reader::Person(actor), &request)?;
        findable.push(begun.elapsed().as_secs_f64() * 1000.0);
        if found.hits.first().map(|hit| hit.row.id) != Some(id) {
            return Err(format!("{id} was not found").into());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(format!("durable {}; findable {}", percentiles(durable), percentiles(findable)))
}

/// Starts the real executable on the folder and prints how long it takes to answer and what memory it holds.
pub(crate) fn serve(folder: &Path) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_donthu"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let outcome = watch(&mut child, begun);
    child.kill()?;
    child.wait()?;
    outcome
}

fn watch(child: &mut Child, begun: Instant) -> Result<(), Box<dyn Error>> {
    let mut line = String::new();
    // Kept open to the end: the server writes on.
    let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
    output.read_line(&mut line)?;
    let address = line.trim().rsplit("http://").next().ok_or("no address")?.to_owned();
    let mut stream = TcpStream::connect(&address)?;
    write!(stream, "GET /dang-nhap HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    // The server may close before everything is read; the first byte is the answer.
    stream.read_exact(&mut [0])?;
    println!("serve: first page after {:.2} s", begun.elapsed().as_secs_f64());
    std::thread::sleep(Duration::from_secs(2));
    let status = fs::read_to_string(format!("/proc/{}/status", child.id()))?;
    for line in status.lines().filter(|line| line.starts_with("Rss") || line.starts_with("VmRSS")) {
        println!("serve: {}", line.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    Ok(())
}
