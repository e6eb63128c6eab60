//! Measures two engines query by query, and sets their figures side by side.
//!
//! An engine is a closure: query in, rows of the first page out. `None` means that it cannot do such a query;
//! those stay out of the totals of both.

use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;

use crate::mix::{BenchQuery, Class};

/// Milliseconds of one query on both engines, and the rows that each showed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    class: Class,
    ours: Answer,
    theirs: Option<Answer>,
}

/// What an engine did with a query.
#[derive(Debug, Clone, Copy)]
struct Answer {
    ms: f64,
    rows: usize,
}

/// Queries of a batch.
const BATCH: usize = 50;

/// Asks both engines the same queries in batches, each batch right after `warm`; which engine goes first alternates.
///
/// `warm` brings the files of both into the system's page cache, outside the time. Query by query in turns would
/// measure the disk on machines that take pages back which were not read for seconds, while one engine scans.
pub(crate) fn measure<E, F>(
    queries: &[BenchQuery],
    warm: &dyn Fn() -> std::io::Result<()>,
    ours: &mut dyn FnMut(&BenchQuery) -> Result<usize, E>,
    theirs: &mut dyn FnMut(&BenchQuery) -> Result<Option<usize>, F>,
) -> Result<Vec<Pair>, Box<dyn Error>>
where
    E: Error + 'static,
    F: Error + 'static,
{
    let mut pairs = Vec::with_capacity(queries.len());
    for (at, batch) in queries.chunks(BATCH).enumerate() {
        let (our_answers, their_answers);
        if at % 2 == 0 {
            our_answers = answers(batch, warm, ours)?;
            their_answers = answers(batch, warm, theirs)?;
        } else {
            their_answers = answers(batch, warm, theirs)?;
            our_answers = answers(batch, warm, ours)?;
        }
        for ((query, (our_ms, our_rows)), (ms, rows)) in
            batch.iter().zip(our_answers).zip(their_answers)
        {
            pairs.push(Pair {
                class: query.class,
                ours: Answer { ms: our_ms, rows: our_rows },
                theirs: rows.map(|rows| Answer { ms, rows }),
            });
        }
    }
    Ok(pairs)
}

/// Milliseconds and answer of each query of a batch; the first is asked once more before, for the engine's own caches.
fn answers<T, E: Error + 'static>(
    batch: &[BenchQuery],
    warm: &dyn Fn() -> std::io::Result<()>,
    engine: &mut dyn FnMut(&BenchQuery) -> Result<T, E>,
) -> Result<Vec<(f64, T)>, Box<dyn Error>> {
    warm()?;
    if let Some(first) = batch.first() {
        engine(first)?;
    }
    batch.iter().map(|query| timed(|| engine(query))).collect()
}

fn timed<T, E: Error + 'static>(
    ask: impl FnOnce() -> Result<T, E>,
) -> Result<(f64, T), Box<dyn Error>> {
    let start = Instant::now();
    let answer = ask()?;
    Ok((start.elapsed().as_secs_f64() * 1_000.0, answer))
}

/// The figures by class and in total.
pub(crate) fn table(pairs: &[Pair]) -> String {
    let mut out = format!(
        "{:<27}{:>5}  {:>24}  {:>26}  {:>20}  {:>11}\n",
        "class (ms)", "n", "donthu p50/p95/p99", "SQLite p50/p95/p99", "ratio p50/p95/p99", "rows"
    );
    for (class, _) in Class::SHARES {
        let of_class: Vec<Pair> = pairs.iter().filter(|p| p.class == class).copied().collect();
        line(class.title(), &of_class, &mut out);
    }
    let both: Vec<Pair> = pairs.iter().filter(|p| p.theirs.is_some()).copied().collect();
    line("all that both can do", &both, &mut out);
    let ours: f64 = pairs.iter().map(|p| p.ours.ms).sum();
    let theirs: f64 = both.iter().filter_map(|p| p.theirs).map(|a| a.ms).sum();
    let per_second = |n: usize, ms: f64| 1_000.0 * f64::from(u32::try_from(n).unwrap_or(0)) / ms;
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "queries a second on one core: donthu {:.1}, SQLite {:.1}",
        per_second(pairs.len(), ours),
        per_second(both.len(), theirs),
    );
    out
}

fn line(title: &str, pairs: &[Pair], out: &mut String) {
    let ours = figures(pairs.iter().map(|p| p.ours.ms).collect());
    let answers: Vec<Answer> = pairs.iter().filter_map(|p| p.theirs).collect();
    let rows: usize = pairs.iter().map(|p| p.ours.rows).sum();
    let _ = write!(out, "{title:<27}{:>5}  {:>24}", pairs.len(), joined(ours, 3));
    if answers.is_empty() {
        let _ = writeln!(out, "  {:>26}  {:>20}  {rows:>11}", "unsupported", "");
        return;
    }
    let theirs = figures(answers.iter().map(|a| a.ms).collect());
    let ratios = [0, 1, 2].map(|i| theirs[i] / ours[i]);
    let their_rows: usize = answers.iter().map(|a| a.rows).sum();
    let both_rows = format!("{rows}/{their_rows}");
    let _ =
        writeln!(out, "  {:>26}  {:>20}  {both_rows:>11}", joined(theirs, 2), joined(ratios, 1));
}

fn joined(figures: [f64; 3], decimals: usize) -> String {
    figures.map(|figure| format!("{figure:.decimals$}")).join(" / ")
}

/// The 50th, 95th and 99th percentile, joined.
pub(crate) fn percentiles(all: Vec<f64>) -> String {
    joined(figures(all), 2)
}

/// The 50th, 95th and 99th percentile by nearest rank; zeros of nothing.
fn figures(mut all: Vec<f64>) -> [f64; 3] {
    all.sort_by(f64::total_cmp);
    [50, 95, 99].map(|percent| {
        let rank = (all.len() * percent).div_ceil(100);
        all.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
    })
}
