//! A PostgreSQL of the tests' own: made in a folder that goes with it, reached through a socket
//! in there and nowhere else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use stairwell::sync::keys::sha256;
use tempfile::TempDir;

/// Where a test finds the cluster it is to use: without this, it uses SQLite.
pub const ADDRESS: &str = "STAIRWELL_TEST_POSTGRES";
/// The role the cluster is made by.
const ROLE: &str = "stairwell";

/// A running cluster; stopped and gone when dropped.
pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
}

impl Cluster {
    /// Starts one with these settings, where Debian's `postgresql` is installed.
    pub fn start(settings: &[&str]) -> Option<Cluster> {
        let programs = programs()?;
        let folder = tempfile::tempdir().unwrap();
        let cluster = Cluster { folder, programs };
        if is_root() {
            let path = cluster.folder.path();
            assert!(done(Command::new("chown").arg("postgres:").arg(path)));
        }
        let data = cluster.data();
        let mut make = cluster.program("initdb");
        make.args(["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"])
            .args(["--username", ROLE, "--pgdata"])
            .arg(&data);
        assert!(done(&mut make), "initdb");
        let mut options = format!(
            "-k {} -c listen_addresses=",
            cluster.folder.path().display()
        );
        for setting in settings {
            options.push_str(" -c ");
            options.push_str(setting);
        }
        let mut start = cluster.program("pg_ctl");
        start
            .args(["start", "--wait", "--silent", "--pgdata"])
            .arg(&data)
            .arg("--log")
            .arg(cluster.folder.path().join("log"))
            .args(["--options", &options]);
        assert!(done(&mut start), "pg_ctl start");
        Some(cluster)
    }

    /// Where its databases are, but for their names.
    pub fn address(&self) -> String {
        self.folder.path().to_string_lossy().into_owned()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of its programs, as somebody who is not root: to root they refuse themselves.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--silent", "--pgdata"]);
        // A cluster that is not there needs no stopping.
        let _ = done(stop.arg(data));
    }
}

/// The newest installed server's programs.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.map(|version| version.unwrap().path().join("bin"));
    folders
        .filter(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
        .max()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}

/// Runs it in a folder that anybody may be in; whether it went well.
fn done(command: &mut Command) -> bool {
    let command = command.current_dir("/").stdin(Stdio::null());
    // Not a pipe: the server it starts would keep it open.
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().unwrap().success()
}

/// The address of the database that goes with a test's folder, where tests are to use one.
pub fn address(data: &Path) -> Option<String> {
    let cluster = std::env::var(ADDRESS).ok()?;
    let name = data_encoding::HEXLOWER.encode(&sha256(data.to_string_lossy().as_bytes())[..8]);
    Some(address_in(&cluster, &format!("t{name}")))
}

fn address_in(cluster: &str, name: &str) -> String {
    format!("postgres://{ROLE}@localhost/{name}?host={cluster}")
}

/// The same, of a database that is there.
pub fn ready(data: &Path) -> Option<String> {
    let address = address(data)?;
    let cluster = std::env::var(ADDRESS).unwrap();
    make(&cluster, &address);
    Some(address)
}

/// A new database in this cluster.
pub fn database(cluster: &Cluster, name: &str) -> String {
    let address = address_in(&cluster.address(), name);
    make(&cluster.address(), &address);
    address
}

/// Makes the database at this address, if it is not there.
fn make(cluster: &str, address: &str) {
    let options: PgConnectOptions = address.parse().unwrap();
    let name = options.get_database().unwrap().to_string();
    let any: PgConnectOptions = address_in(cluster, "postgres").parse().unwrap();
    wait(async {
        let mut db: PgConnection = any.connect().await.unwrap();
        let there: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
                .bind(&name)
                .fetch_one(&mut db)
                .await
                .unwrap();
        if !there {
            let query = format!("CREATE DATABASE {name}");
            sqlx::query(AssertSqlSafe(query))
                .execute(&mut db)
                .await
                .unwrap();
        }
        db.close().await.unwrap();
    });
}

/// Waits for something, within a test that does not wait by itself.
pub fn wait<T>(of: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(of)
}
