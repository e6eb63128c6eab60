//! Search side by side with SQLite FTS5, on the same practice petitions, in one process.
//!
//! `cargo bench --bench search -- --petitions 1000000 [--queries 1000] [--seed 1] [--keep FOLDER]`
//! Both engines answer the same queries in batches, with warm page caches, top 20 with highlights.
//! A kept folder spares the next run of the same size and seed the loading.
//! Prints p50/p95/p99 of both by class of query, their ratios, and totals: use the ratios as claims.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod donthu_side;
mod mix;
mod office;
mod paired;
mod sqlite;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, io};

use chrono::NaiveDate;
use donthu::domain::organisation::Organisation;
use donthu::practice::Practice;
use donthu_side::DonthuSide;
use mix::Mix;
use sqlite::SqliteSide;

/// The day on which the practice book ends: fixed, so that runs compare.
const LAST_DAY: (i32, u32, u32) = (2017, 12, 29);

/// What was asked for on the command line.
struct Asked {
    keep: Option<PathBuf>,
    petitions: u64,
    queries: usize,
    seed: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let asked = asked(std::env::args().skip(1))?;
    let office: Organisation = toml::from_str(include_str!("../../assets/seed/organisation.toml"))?;
    let (year, month, day) = LAST_DAY;
    let last_day = NaiveDate::from_ymd_opt(year, month, day).ok_or("not a day")?;
    let temporary = tempfile::tempdir()?;
    let folder = asked.keep.as_deref().unwrap_or(temporary.path());
    fs::create_dir_all(folder)?;
    let is_loaded = folder.join("fts5.db").exists();
    let mut mix = Mix::new(asked.seed);
    let mut sqlite = SqliteSide::open(&folder.join("fts5.db"))?;
    let mut donthu = DonthuSide::open(&folder.join("donthu"))?;
    let mut seconds = [0.0; 2];
    let mut last = None;
    for petition in Practice::new(asked.seed, asked.petitions, last_day, &office.units) {
        mix.offer(&petition);
        last = Some(petition);
        let Some(petition) = last.as_ref().filter(|_| !is_loaded) else { continue };
        timed(&mut seconds[0], || sqlite.push(petition))?;
        timed(&mut seconds[1], || donthu.push(petition))?;
    }
    if !is_loaded {
        timed(&mut seconds[0], || sqlite.finish())?;
        timed(&mut seconds[1], || donthu.finish())?;
    }
    donthu.follow();
    let queries = mix.queries(asked.queries);
    println!(
        "{} petitions, {} queries, seed {}; loaded and indexed in {:.1} s (SQLite {:.1} s)",
        asked.petitions,
        queries.len(),
        asked.seed,
        seconds[1],
        seconds[0],
    );
    let measured =
        paired::measure(&queries, &|| warm(folder), &mut |q| donthu.search(q), &mut |q| {
            sqlite.search(q)
        })?;
    print!("{}", paired::table(&measured));
    office::measure(&donthu, &last.ok_or("no petitions")?)?;
    drop(donthu);
    office::serve(&folder.join("donthu"))?;
    Ok(())
}

/// Reads every file below a folder once, whosever it is.
fn warm(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            warm(&path)?;
        } else if path.is_file() {
            io::copy(&mut fs::File::open(path)?, &mut io::sink())?;
        }
    }
    Ok(())
}

/// Adds the seconds that the work takes.
fn timed<T>(seconds: &mut f64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    *seconds += start.elapsed().as_secs_f64();
    done
}

/// Reads the options; cargo adds `--bench`, which means nothing here.
fn asked(words: impl Iterator<Item = String>) -> Result<Asked, Box<dyn Error>> {
    let mut asked = Asked { keep: None, petitions: 100_000, queries: 1_000, seed: 1 };
    let mut words = words.filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a number"))?;
        match word.as_str() {
            "--petitions" => asked.petitions = value.parse()?,
            "--queries" => asked.queries = value.parse()?,
            "--keep" => asked.keep = Some(value.into()),
            "--seed" => asked.seed = value.parse()?,
            _ => return Err(format!("unknown option {word}").into()),
        }
    }
    Ok(asked)
}
