//! The model of BITS follows the documented life cycle, and its two front ends say the same.

use bitsmith_tests::bits::bitsadmin::Manner;
use bitsmith_tests::bits::{Fate, Fault, JobType, Model, Refusal, State, Which};
use bitsmith_tests::machine::Machine;
use bitsmith_tests::powershell;
use bitsmith_tests::powershell::run::{Session, run};
use bitsmith_tests::powershell::time::SECOND;

/// Runs one line of bitsadmin that must be read alike by both readers.
fn say(model: &mut Model, line: &str) -> (i32, String) {
    let answer = model
        .bitsadmin(&format!("bitsadmin /rawreturn {line}"))
        .unwrap_or_else(|why| panic!("{why}"));
    (answer.exit, answer.output.join("\n"))
}

/// Runs a script of PowerShell on a machine; its exit code.
fn play(machine: &mut Machine, source: &str) -> i32 {
    let script = powershell::read(source).unwrap_or_else(|unread| panic!("{source}: {unread}"));
    let outcome =
        run(&script, machine, &Session::default()).unwrap_or_else(|stuck| panic!("{source}: {stuck}"));
    outcome.exit_code()
}

#[test]
fn cmdlets_and_verbs_write_the_same_settings() {
    for (parameters, verbs) in [
        ("-Description 'a b'", vec!["/setdescription {J} \"a b\""]),
        ("-Priority Low", vec!["/setpriority {J} low"]),
        (
            "-NotifyFlags 3 -NotifyCmdLine 'C:\\a.exe','C:\\a.exe x'",
            vec![
                "/setnotifyflags {J} 0x3",
                "/setnotifycmdline {J} C:\\a.exe \"C:\\a.exe x\"",
            ],
        ),
        (
            "-RetryInterval 120 -RetryTimeout 60 -MaxDownloadTime 5",
            vec![
                "/setminretrydelay {J} 120",
                "/setnoprogresstimeout {J} 60",
                "/setmaxdownloadtime {J} 5",
            ],
        ),
        (
            "-ProxyUsage Override -ProxyList 'http://p:80','http://q' -ProxyBypass '*.a','<local>'",
            vec!["/setproxysettings {J} OVERRIDE http://p:80,http://q \"*.a <local>\""],
        ),
        ("-ProxyUsage NoProxy", vec!["/setproxysettings {J} NO_PROXY"]),
        (
            "-CustomHeaders 'A: 1','B: 2' -CustomHeadersWriteOnly",
            vec![
                "/setcustomheaders {J} \"A: 1\" \"B: 2\"",
                "/makecustomheaderswriteonly {J}",
            ],
        ),
        ("-HttpMethod POST", vec!["/sethttpmethod {J} POST"]),
        (
            "-SecurityFlags 10 -ACLFlags 3",
            vec!["/setsecurityflags {J} 10", "/setaclflags {J} OG"],
        ),
        (
            "-CertStoreLocation LOCAL_MACHINE -CertStoreName MY -CertHash ([byte[]](1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,255))",
            vec!["/setclientcertificatebyid {J} 2 MY 0102030405060708090A0B0C0D0E0F10111213FF"],
        ),
        (
            "-Credential (Get-Credential -UserName 'u') -Authentication Basic",
            vec!["/setcredentials {J} SERVER BASIC u word"],
        ),
    ] {
        let mut machine = Machine::default();
        machine.answers.push_back("word".to_owned());
        let script = format!(
            "$j = Start-BitsTransfer -Source 'http://h/a' -Destination 'C:\\a' -DisplayName 'n' -Priority Normal -Suspended; Set-BitsTransfer -BitsJob $j {parameters} -ErrorAction Stop"
        );
        assert_eq!(play(&mut machine, &script), 0, "{parameters}");
        let mut model = Model::default();
        say(&mut model, "/create n");
        let guid = format!("{{{}}}", model.jobs[0].guid);
        say(&mut model, &format!("/addfile {guid} http://h/a C:\\a"));
        for verb in verbs {
            assert_eq!(say(&mut model, &verb.replace("{J}", &guid)).0, 0, "{verb}");
        }
        let [by_cmdlet, by_verb] = [&machine.bits.jobs[0], &model.jobs[0]];
        assert_eq!(by_cmdlet.settings, by_verb.settings, "{parameters}");
        assert_eq!(by_cmdlet.files, by_verb.files);
    }
}

#[test]
fn a_job_lives_as_documented() {
    let mut model = Model::default();
    let guid = model.create(JobType::Download, "n").expect("a job");
    assert_eq!(model.resume(&guid), Err(Fault::Empty));
    model.add_file(&guid, "http://h/a", "C:\\a", "").expect("a file");
    model.resume(&guid).expect("a start");
    let mut states = Vec::new();
    for _ in 0..6 {
        states.push(model.find(&guid).expect("the job").state);
        model.advance_to(model.now + SECOND);
    }
    use State::{Connecting, Queued, Transferred, Transferring};
    assert_eq!(
        states,
        [
            Queued,
            Connecting,
            Transferring,
            Transferring,
            Transferring,
            Transferred
        ]
    );
    assert_eq!(
        model.set(&guid, "http_method", "POST"),
        Err(Fault::ReadOnlyAfterResume)
    );
    model.complete(&guid).expect("the end");
    assert_eq!(model.delivered, ["C:\\a"]);
    assert_eq!(model.complete(&guid), Err(Fault::InvalidState));
    assert!(model.find(&guid).is_none());
}

#[test]
fn upload_takes_one_file_and_completes_only_when_transferred() {
    let mut model = Model::default();
    let guid = model.create(JobType::Upload, "n").expect("a job");
    model.add_file(&guid, "http://h/a", "C:\\a", "").expect("a file");
    assert_eq!(
        model.add_file(&guid, "http://h/b", "C:\\b", ""),
        Err(Fault::TooManyFiles)
    );
    assert_eq!(model.complete(&guid), Err(Fault::InvalidState));
}

#[test]
fn others_jobs_need_an_administrator() {
    let mut model = Model::default();
    let guid = model.create(JobType::Download, "n").expect("a job");
    model.user = "DESKTOP\\other".to_owned();
    assert_eq!(model.set(&guid, "description", "x"), Err(Fault::AccessDenied));
    assert_eq!(model.take_ownership(&guid), Err(Fault::AccessDenied));
    model.elevated = true;
    model.take_ownership(&guid).expect("the job");
    assert_eq!(
        model.find(&guid).expect("the job").setting("owner"),
        "DESKTOP\\other"
    );
}

#[test]
fn bitsadmin_speaks_in_several_manners() {
    let mut model = Model::default();
    let (exit, guid) = say(&mut model, "/create \"a b\"");
    assert_eq!((exit, guid.len()), (0, 38));
    assert_eq!(
        say(&mut model, &format!("/getstate {guid}")),
        (0, "SUSPENDED".to_owned())
    );
    assert_eq!(say(&mut model, &format!("/setnotifyflags {guid} 0x3")).0, 0);
    assert_eq!(say(&mut model, &format!("/getnotifyflags {guid}")).1, "3");
    model.bitsadmin.hexadecimal = true;
    assert_eq!(say(&mut model, &format!("/getnotifyflags {guid}")).1, "0x3");
    assert_ne!(say(&mut model, "/getstate nobody").0, 0);
    model.bitsadmin = Manner {
        quiet_refusals: true,
        ..Manner::default()
    };
    assert_eq!(say(&mut model, "/getstate nobody").0, 0);
    model.bitsadmin.old = true;
    assert!(
        say(&mut model, &format!("/makecustomheaderswriteonly {guid}"))
            .1
            .contains("nicht")
    );
    assert!(
        model.bitsadmin("bitsadmin /create \"a\"\"b c\"").is_err(),
        "the readers differ"
    );
    assert!(
        model.bitsadmin("bitsadmin /util /repairservice").is_err(),
        "the model does not know it"
    );
    for line in [
        "/create /x",
        "/create {11111111-2222-3333-4444-555555555555}",
        "/create a b c",
        "/addfile x",
    ] {
        model.bitsadmin = Manner::default();
        assert_ne!(say(&mut model, line).0, 0, "{line}");
    }
}

#[test]
fn a_call_is_refused_where_told() {
    let refusal = |which| Refusal {
        which,
        fault: Fault::NotLoggedOn,
    };
    let mut model = Model {
        refusals: vec![refusal(Which::Call(2))],
        ..Model::default()
    };
    let (_, guid) = say(&mut model, "/create n");
    assert_eq!(
        say(&mut model, &format!("/setpriority {guid} LOW")).0 as u32,
        0x8007_04DD
    );
    assert_eq!(say(&mut model, &format!("/setpriority {guid} LOW")).0, 0);
    model.refusals = vec![refusal(Which::Nth("/setpriority".to_owned(), 4))];
    assert_eq!(say(&mut model, &format!("/setpriority {guid} HIGH")).0, 0);
    assert_ne!(say(&mut model, &format!("/setpriority {guid} LOW")).0, 0);
    assert_eq!(say(&mut model, &format!("/getpriority {guid}")).1, "HIGH");
    let mut machine = Machine::default();
    machine.bits.refusals = vec![refusal(Which::Named("Start-BitsTransfer".to_owned()))];
    let script = "try { Start-BitsTransfer -Source 'http://h/a' -Destination 'C:\\a' -ErrorAction Stop } \
                  catch { if ($_.Exception.HResult -eq 0x800704DD) { exit 7 } }";
    assert_eq!(play(&mut machine, script), 7);
    assert!(machine.bits.jobs.is_empty());
}

/// A script that does what the table of waiting scripts asks, in the smallest form.
const WAITS: &str = r#"
$job = $null
$made = $false
try {
    $job = Start-BitsTransfer -Source 'http://h/a' -Destination 'C:\Temp\a' -Suspended -ErrorAction Stop
    $made = $true
    Resume-BitsTransfer -BitsJob $job -Asynchronous -ErrorAction Stop | Out-Null
    $end = (Get-Date).AddSeconds(300)
    $pause = 1
    while ($true) {
        $now = Get-BitsTransfer -JobId $job.JobId -ErrorAction SilentlyContinue
        if (-not $now) { $made = $false; exit 5 }
        $state = [string]$now.JobState
        if ($state -eq 'Transferred') { break }
        if ($state -eq 'Error') { Write-Warning $now.ErrorDescription; exit 2 }
        if ((Get-Date) -ge $end) { exit 3 }
        Start-Sleep -Seconds $pause
        if ($pause -lt 15) { $pause = $pause * 2 }
    }
    try { Complete-BitsTransfer -BitsJob $job -ErrorAction Stop } catch { $made = $false; exit 4 }
    $made = $false
    exit 0
} catch {
    Write-Warning $_.Exception.Message
    exit 1
} finally {
    if ($made) { Remove-BitsTransfer -BitsJob $job -ErrorAction SilentlyContinue }
}
"#;

#[test]
fn every_row_of_the_waiting_table_can_be_played() {
    let refused = |name: &str| {
        vec![Refusal {
            which: Which::Named(name.to_owned()),
            fault: Fault::NotLoggedOn,
        }]
    };
    for (what, fate, refusals, code, jobs_left, files) in [
        ("all well", Fate::default(), vec![], 0, 0, 1),
        (
            "a call is refused",
            Fate::default(),
            refused("Resume-BitsTransfer"),
            1,
            0,
            0,
        ),
        ("the job fails", Fate::fails(Fault::Http(404)), vec![], 2, 0, 0),
        (
            "it stumbles",
            Fate::stumbles_then_transfers(Fault::Other(0x8020_0010)),
            vec![],
            0,
            0,
            1,
        ),
        ("the bound passes", Fate::never_ends(), vec![], 3, 0, 0),
        (
            "completing fails",
            Fate::complete_fails(Fault::AccessDenied),
            vec![],
            4,
            1,
            0,
        ),
        ("someone cancels it", Fate::vanishes_after(4), vec![], 5, 0, 0),
        (
            "someone finishes it",
            Fate::finished_by_another(),
            vec![],
            5,
            0,
            0,
        ),
    ] {
        let mut machine = Machine::default();
        machine.bits.fates.push_back(fate);
        machine.bits.refusals = refusals;
        assert_eq!(play(&mut machine, WAITS), code, "{what}");
        assert_eq!(machine.bits.jobs.len(), jobs_left, "{what}");
        assert_eq!(machine.files.paths().len(), files, "{what}");
    }
    let mut machine = Machine {
        stop_at_sleep: Some(2),
        ..Machine::default()
    };
    machine.bits.fates.push_back(Fate::never_ends());
    play(&mut machine, WAITS);
    assert!(machine.bits.jobs.is_empty(), "Ctrl+C leaves no job");
}

#[test]
fn a_snapshot_tells_what_changed() {
    let mut machine = Machine::default();
    play(
        &mut machine,
        "Start-BitsTransfer -Source 'http://h/a' -Destination 'C:\\a' -DisplayName 'n' -Suspended",
    );
    let before = machine.bits.snapshot();
    play(
        &mut machine,
        "Get-BitsTransfer -Name 'n' | Set-BitsTransfer -Priority High",
    );
    assert_ne!(machine.bits.snapshot(), before);
    play(
        &mut machine,
        "Get-BitsTransfer -Name 'n' | Set-BitsTransfer -Priority Foreground",
    );
    assert_eq!(machine.bits.snapshot(), before);
}

#[test]
fn proxied_and_old_modules_refuse_calls() {
    let start =
        "$j = Start-BitsTransfer -Source 'http://h/a' -Destination 'C:\\a' -Suspended -ErrorAction Stop";
    let mut machine = Machine {
        proxied: true,
        ..Machine::default()
    };
    assert_eq!(
        play(
            &mut machine,
            &format!(
                "{start}; if ((Get-Command -Name Set-BitsTransfer).CommandType -eq 'Function') {{ exit 9 }}"
            )
        ),
        9
    );
    assert_eq!(
        play(
            &mut machine,
            &format!("{start}; try {{ Set-BitsTransfer -BitsJob $j -Priority Low }} catch {{ exit 8 }}")
        ),
        8
    );
    let mut machine = Machine {
        old_module: true,
        ..Machine::default()
    };
    assert_eq!(
        play(
            &mut machine,
            &format!("{start}; try {{ Set-BitsTransfer -BitsJob $j -SecurityFlags 1 }} catch {{ exit 7 }}")
        ),
        7
    );
    let mut machine = Machine {
        no_module: true,
        ..Machine::default()
    };
    assert_eq!(
        play(&mut machine, start),
        0,
        "an unknown command does not end a script"
    );
    assert_eq!(
        play(&mut machine, &format!("try {{ {start} }} catch {{ exit 6 }}")),
        6
    );
}
