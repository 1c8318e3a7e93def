//! The lists that rules compare names with, in lower case.

/// Whether a list holds a word, in any case.
pub(super) fn has(list: &str, word: &str) -> bool {
    let lower = word.to_lowercase();
    list.split_whitespace().any(|one| one == lower)
}

/// Variables that PowerShell gives their values.
pub(super) const AUTOMATIC: &str = "\
    ? _ allnodes args consolefilename error event eventargs eventsubscriber executioncontext false foreach home host \
    input iscoreclr islinux ismacos iswindows matches myinvocation nestedpromptlevel pid profile psboundparameters \
    pscmdlet pscommandpath psculture psdebugcontext psedition pshome psitem psscriptroot pssenderinfo psuiculture \
    psversiontable pwd reporterrorshowexceptionclass reporterrorshowinnerexception reporterrorshowsource \
    reporterrorshowstacktrace sender shellid stacktrace this true";

/// Short names of cmdlets in Windows PowerShell.
pub(super) const ALIASES: &str = "\
    % ? ac asnp cat cd chdir clc clear clhy cli clp cls clv cnsn compare copy cp cpi cpp curl cvpa dbp del diff dir dnsn \
    ebp echo epal epcsv epsn erase etsn exsn fc fhx fl foreach ft fw gal gbp gc gci gcm gcs gdr ghy gi gjb gl gm gmo gp gps \
    gpv group gsn gsnp gsv gu gv gwmi h history icm iex ihy ii ipal ipcsv ipmo ipsn irm ise iwmi iwr kill lp ls man md \
    measure mi mount move mp mv nal ndr ni nmo npssc nsn nv ogv oh popd ps pushd pwd r rbp rcjb rcsn rd rdr ren ri rjb rm \
    rmdir rmo rni rnp rp rsn rsnp rujb rv rvpa rwmi sajb sal saps sasv sbp sc select set shcm si sl sleep sls sort sp spjb \
    spps spsv start sujb sv swmi tee trcm type wget where wjb write";

/// Words of the language.
pub(super) const KEYWORDS: &str = "\
    assembly base begin break catch class command configuration continue data define do dynamicparam else elseif end enum \
    exit filter finally for foreach from function hidden if in inlinescript interface module namespace parallel param \
    private process public return sequence static switch throw trap try type until using var while workflow";

/// Verbs that functions may begin with.
pub(super) const VERBS: &str = "\
    add approve assert backup block build checkpoint clear close compare complete compress confirm connect convert \
    convertfrom convertto copy debug deny deploy disable disconnect dismount edit enable enter exit expand export find \
    format get grant group hide import initialize install invoke join limit lock measure merge mount move new open \
    optimize out ping pop protect publish push read receive redo register remove rename repair request reset resize \
    resolve restart restore resume revoke save search select send set show skip split start step stop submit suspend \
    switch sync test trace unblock undo uninstall unlock unprotect unpublish unregister update use wait watch write";

/// Verbs of functions that have to ask before they change something.
pub(super) const STATE_CHANGING: &str = "new set remove start stop restart reset update";

/// Parameters that every cmdlet has.
pub(super) const COMMON_PARAMETERS: &str = "\
    confirm db debug ea erroraction errorvariable ev infa informationaction informationvariable iv ob outbuffer \
    outvariable ov pipelinevariable progressaction pv vb verbose wa warningaction warningvariable whatif wv";
