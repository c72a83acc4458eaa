//! The command line: one module for each subcommand. A shell: it reads files, calls the pure
//! parts, and puts keys and values into words.
//!
//! What goes wrong is a sentence on stderr and an exit code other than 0, with nothing on stdout.

mod against;
mod at_once;
mod backup;
mod carry;
mod chance;
mod enrol;
mod example;
mod front;
mod host;
mod import;
mod journal;
mod kept;
mod merge;
mod phone;
mod post;
mod rehearse;
mod serve;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::t;

/// The program's arguments.
#[derive(Debug, Parser)]
#[command(name = "stairwell", version, about = t!("cli.about"))]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// What can be asked for.
#[derive(Debug, Subcommand)]
enum Command {
    #[command(about = t!("cli.import"))]
    Import(import::Import),
    #[command(about = t!("cli.enrol"))]
    Enrol(enrol::Enrol),
    #[command(about = t!("cli.merge"))]
    Merge(merge::Merge),
    #[command(about = t!("cli.carry"))]
    Carry(carry::Carry),
    #[command(about = t!("cli.rehearse"))]
    Rehearse(rehearse::Rehearse),
    #[command(about = t!("cli.backup"))]
    Backup(backup::Backup),
    #[command(about = t!("cli.restore"))]
    Restore(backup::Restore),
    #[command(about = t!("cli.start_code"))]
    StartCode(host::StartCodes),
    #[command(about = t!("cli.host"))]
    Host(host::Host),
    #[command(about = t!("cli.serve"))]
    Serve(Box<serve::Serve>),
}

/// Runs what the arguments ask for.
pub fn run() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Import(import) => import.run(),
        Command::Enrol(enrol) => enrol.run(),
        Command::Merge(merge) => merge.run(),
        Command::Carry(carry) => carry.run(),
        Command::Rehearse(rehearse) => rehearse.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::StartCode(codes) => codes.run(),
        Command::Host(host) => host.run(),
        Command::Serve(serve) => serve.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where stderr is closed there is nobody to tell; the exit code still does.
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}
