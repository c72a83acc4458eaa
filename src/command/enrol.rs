//! `stairwell enrol`: makes this computer a device of a campaign, once.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::Utc;
use clap::Args;

use super::chance::{self, Chance};
use super::journal::Journal;
use super::post::Endpoint;
use crate::sync::device::{Device, Invitation};
use crate::sync::invite::InviteCode;
use crate::sync::wire::{Look, path};
use crate::t;

/// The arguments.
#[derive(Debug, Args)]
pub struct Enrol {
    #[arg(long, value_name = "LINK", help = t!("cli.enrol_invite"))]
    invite: String,
    #[arg(long, value_name = "FILE", help = t!("cli.enrol_keyring"))]
    keyring: PathBuf,
    #[arg(long, value_name = "NAME", default_value_t = t!("cli.enrol_this_computer"), help = t!("cli.enrol_name"))]
    name: String,
}

impl Enrol {
    /// Joins, and writes the keyring.
    ///
    /// # Errors
    /// Where the link is none, the endpoint refuses, or the file cannot be written. A keyring
    /// that is there already is never written over.
    pub fn run(&self) -> anyhow::Result<()> {
        if self.keyring.exists() {
            bail!(t!("cli.keyring_exists", file = self.keyring.display()));
        }
        let (origin, _) = self
            .invite
            .rsplit_once("/join#")
            .context(t!("cli.not_a_link"))?;
        let code = InviteCode::parse(&self.invite)?;
        let mut chance = chance::from_system()?;
        let endpoint = Endpoint::new(origin);
        let device = join(
            &endpoint,
            &code,
            &self.name,
            Utc::now().timestamp(),
            &mut chance,
        )?;
        Keyring {
            origin: origin.to_string(),
            journal: Journal::new(device),
        }
        .write(&self.keyring)?;
        println!("{}", t!("cli.enrolled", file = self.keyring.display()));
        Ok(())
    }
}

/// Joins by a code.
///
/// # Errors
/// Where the endpoint refuses, or what it shows does not hold.
pub fn join(
    endpoint: &Endpoint,
    code: &InviteCode,
    name: &str,
    now: i64,
    chance: &mut Chance,
) -> anyhow::Result<Device> {
    let look = Look {
        name: code.lookup_name(),
    };
    let looked = endpoint.ask(path::LOOK, None, &look, chance)?;
    let invitation = Invitation::read(code, &looked)?;
    let joining = invitation.join(code, name, now, chance);
    let joined = endpoint.ask(path::JOIN, None, &joining.request(), chance)?;
    Ok(joining.finish(&joined)?)
}

/// A keyring file: where the endpoint is, and the device's journal. Whoever has it is the
/// device.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Keyring {
    /// The endpoint's origin.
    pub origin: String,
    /// The device.
    pub journal: Journal,
}

/// The first bytes of a keyring file: what it is, and the version of what follows.
const MAGIC: &[u8] = b"stairwell keyring 1\n";

impl Keyring {
    /// Reads one.
    ///
    /// # Errors
    /// Where it cannot be read, or is no keyring.
    pub fn read(file: &Path) -> anyhow::Result<Keyring> {
        let bytes = std::fs::read(file).context(t!("cli.cannot_read", file = file.display()))?;
        let body = bytes
            .strip_prefix(MAGIC)
            .context(t!("cli.not_a_keyring", file = file.display()))?;
        match postcard::take_from_bytes(body) {
            Ok((keyring, [])) => Ok(keyring),
            _ => bail!(t!("cli.not_a_keyring", file = file.display())),
        }
    }

    /// Writes it, readable by its owner alone; whole, or not at all.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, file: &Path) -> anyhow::Result<()> {
        let failed = || t!("cli.cannot_write", file = file.display());
        let bytes = [MAGIC, &postcard::to_allocvec(self)?].concat();
        write_private(file, &bytes).with_context(failed)
    }
}

/// Writes a file that its owner alone may read, whole or not at all; whatever was there, and whoever
/// could read that or where it led.
pub(super) fn write_private(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut name = file.as_os_str().to_os_string();
    name.push(".new");
    let beside = PathBuf::from(name);
    // Of one that was not finished nothing is of use. A file that is new follows no link, and nobody
    // has it open.
    let _ = std::fs::remove_file(&beside);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut open = options.open(&beside)?;
    open.write_all(bytes)?;
    open.sync_all()?;
    std::fs::rename(&beside, file)
}

/// Makes a folder that its owner alone may look into. One that is there stays as it is: it may be for
/// other things too, and each file in it is its owner's alone.
pub(super) fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_private_file_is_its_owners_whatever_was_there_before() {
        let folder = tempfile::tempdir().unwrap();
        let (file, elsewhere) = (folder.path().join("a.csv"), folder.path().join("else"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        write_private(&file, b"new").unwrap();
        assert_eq!(
            (fs::read(&file).unwrap(), mode(&file)),
            (b"new".to_vec(), 0o600)
        );
        // Neither it nor what is written beside it first leads anywhere.
        fs::write(&elsewhere, "old").unwrap();
        fs::remove_file(&file).unwrap();
        symlink(&elsewhere, &file).unwrap();
        symlink(&elsewhere, folder.path().join("a.csv.new")).unwrap();
        write_private(&file, b"newer").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"newer");
        assert_eq!(fs::read(&elsewhere).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_private_folder_is_made_for_its_owner_and_one_that_is_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let made = folder.path().join("out/of/it");
        private_folder(&made).unwrap();
        assert_eq!(mode(&made), 0o700);
        fs::set_permissions(&made, fs::Permissions::from_mode(0o755)).unwrap();
        private_folder(&made).unwrap();
        assert_eq!(mode(&made), 0o755);
    }
}
