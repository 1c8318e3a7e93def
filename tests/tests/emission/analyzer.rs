//! The checker of PSScriptAnalyzer's rules is calibrated before its word counts: each rule is broken once, and each rule
//! of the analyzer is judged or has a reason why it is not.

use bitsmith_tests::analyzer::{JUDGED, complaints};
use bitsmith_tests::table;
use std::collections::BTreeSet;

/// A script, and the rules that it breaks.
const BROKEN: &[(&str, &[&str])] = &[
    ("Write-Output -InputObject 'a'\r\n", &[]),
    (
        "Write-Output -InputObject 'a' \r\n",
        &["PSAvoidTrailingWhitespace"],
    ),
    (
        "Write-Output -InputObject '\u{e9}'",
        &["PSUseBOMForUnicodeEncodedFile"],
    ),
    ("param([string]$a)\r\nWrite-Output -InputObject $a", &[]),
    (
        "param([string]$a)\r\nWrite-Output -InputObject 'a'",
        &["PSReviewUnusedParameter"],
    ),
    (
        "param([string]$a)\r\n& { Write-Output -InputObject $a }",
        &["PSReviewUnusedParameter"],
    ),
    (
        "param([string]$a)\r\nfunction Get-One { Write-Output -InputObject $a }\r\nGet-One",
        &["PSReviewUnusedParameter"],
    ),
    ("param([string]$a)\r\n@(1) | ForEach-Object { $_ + $a }", &[]),
    ("param([string]$a)\r\n@(1) | Where-Object { $_ -eq $a }", &[]),
    (
        "param([string]$a)\r\n& { param([string]$a) Write-Output -InputObject $a } -a $a",
        &[],
    ),
    (
        "param([string]$a)\r\n& { param([string]$a) 1 } -a $a",
        &["PSReviewUnusedParameter"],
    ),
    (
        "function Get-One { param([string]$a) 1 }\r\nGet-One -a 'b'",
        &["PSReviewUnusedParameter"],
    ),
    (
        "param([string]$a)\r\nif ($true) { try { Write-Output -InputObject $a } finally { 1 } }",
        &[],
    ),
    ("$a = 1", &["PSUseDeclaredVarsMoreThanAssignments"]),
    ("$a = 1\r\n$a = 2", &["PSUseDeclaredVarsMoreThanAssignments"]),
    ("[string]$a = 1", &["PSUseDeclaredVarsMoreThanAssignments"]),
    ("$a = 1\r\n$a = $a + 1", &[]),
    ("$a = @{ A = 1 }\r\nGet-One @a", &[]),
    ("$a = 1\r\n& { Write-Output -InputObject $a }", &[]),
    (
        "& { $a = 1 }\r\nWrite-Output -InputObject $a",
        &["PSUseDeclaredVarsMoreThanAssignments"],
    ),
    ("$null = 1", &[]),
    ("$env:A = 1", &[]),
    ("$global:a = 1", &["PSAvoidGlobalVars"]),
    (
        "$matches = 1\r\n$matches",
        &["PSAvoidAssignmentToAutomaticVariable"],
    ),
    (
        "foreach ($host in @(1)) { $host }",
        &["PSAvoidAssignmentToAutomaticVariable"],
    ),
    (
        "param([string]$input)\r\n$input",
        &["PSAvoidAssignmentToAutomaticVariable"],
    ),
    (
        "param([Parameter(Mandatory = $true)][string]$a = 'b')\r\n$a",
        &["PSAvoidDefaultValueForMandatoryParameter"],
    ),
    (
        "param([string]$password)\r\n$password",
        &["PSAvoidUsingPlainTextForPassword"],
    ),
    (
        "param([string]$myPassPhrase)\r\n$myPassPhrase",
        &["PSAvoidUsingPlainTextForPassword"],
    ),
    (
        "param([string]$credential)\r\n$credential",
        &["PSAvoidUsingPlainTextForPassword", "PSUsePSCredentialType"],
    ),
    ("param([PSCredential]$credential)\r\n$credential", &[]),
    (
        "param([string]$userName, [string]$password)\r\n$userName\r\n$password",
        &[
            "PSAvoidUsingPlainTextForPassword",
            "PSAvoidUsingUsernameAndPasswordParams",
        ],
    ),
    ("try { 1 } catch { }", &["PSAvoidUsingEmptyCatchBlock"]),
    ("try { 1 } catch { 2 }", &[]),
    (
        "if (1 -eq $null) { 1 }",
        &["PSPossibleIncorrectComparisonWithNull"],
    ),
    ("if ($null -eq 1) { 1 }", &[]),
    (
        "if ($a = 1) { $a }",
        &["PSPossibleIncorrectUsageOfAssignmentOperator"],
    ),
    (
        "if (1 > 2) { 1 }",
        &["PSPossibleIncorrectUsageOfRedirectionOperator"],
    ),
    ("gci", &["PSAvoidUsingCmdletAliases"]),
    ("@(1) | % { $_ }", &["PSAvoidUsingCmdletAliases"]),
    ("@(1) | where { $_ }", &["PSAvoidUsingCmdletAliases"]),
    ("Write-Host -Object 'a'", &["PSAvoidUsingWriteHost"]),
    (
        "Invoke-Expression -Command 'a'",
        &["PSAvoidUsingInvokeExpression"],
    ),
    ("Get-WmiObject -Class 'a'", &["PSAvoidUsingWMICmdlet"]),
    (
        "ConvertTo-SecureString -String 'a' -AsPlainText -Force",
        &["PSAvoidUsingConvertToSecureStringWithPlainText"],
    ),
    (
        "Invoke-Command -ComputerName 'a'",
        &["PSAvoidUsingComputerNameHardcoded"],
    ),
    (
        "New-Object -TypeName Hashtable",
        &["PSUseLiteralInitializerForHashtable"],
    ),
    ("Write-Output 'a'", &["PSAvoidUsingPositionalParameters"]),
    (
        "Get-BitsTransfer -AllUsers 'a'",
        &["PSAvoidUsingPositionalParameters"],
    ),
    ("Get-BitsTransfer -AllUsers -Name 'a'", &[]),
    ("& ($env:SystemRoot + '\\System32\\bitsadmin.exe') /list", &[]),
    ("function Frob-One { 1 }", &["PSUseApprovedVerbs"]),
    ("function Get-Jobs { 1 }", &["PSUseSingularNouns"]),
    (
        "function Remove-One { 1 }",
        &["PSUseShouldProcessForStateChangingFunctions"],
    ),
    (
        "function Get-One { param([string]$Verbose) $Verbose }",
        &["PSReservedParams"],
    ),
    ("function Get-Date { 1 }", &["PSAvoidOverwritingBuiltInCmdlets"]),
    ("function filter { 1 }", &["PSAvoidReservedWordsAsFunctionNames"]),
    ("function Get-One+ { 1 }", &["PSReservedCmdletChar"]),
];

#[test]
fn every_seeded_fault_is_found_and_nothing_else() {
    let mut broken = BTreeSet::new();
    for (script, rules) in BROKEN {
        let found = complaints(script).unwrap_or_else(|unread| panic!("{unread}: {script}"));
        let found: BTreeSet<&str> = found.iter().map(|complaint| complaint.rule).collect();
        assert_eq!(found, rules.iter().copied().collect(), "{script}");
        broken.extend(rules.iter().copied());
    }
    let judged: BTreeSet<&str> = JUDGED.iter().copied().collect();
    assert_eq!(broken, judged, "each rule is broken once");
}

/// Rules that are not judged, with the reason.
const OTHERS: &[(&str, &[&str])] = &[
    (
        "off by default",
        &[
            "PSAlignAssignmentStatement",
            "PSAvoidExclaimOperator",
            "PSAvoidLongLines",
            "PSAvoidSemicolonsAsLineTerminators",
            "PSAvoidUsingArrayList",
            "PSAvoidUsingDoubleQuotesForConstantString",
            "PSPlaceCloseBrace",
            "PSPlaceOpenBrace",
            "PSUseCompatibleCmdlets",
            "PSUseCompatibleSyntax",
            "PSUseConsistentIndentation",
            "PSUseConsistentParameterSetName",
            "PSUseConsistentParametersKind",
            "PSUseConsistentWhitespace",
            "PSUseConstrainedLanguageMode",
            "PSUseCorrectCasing",
            "PSUseSingleValueFromPipelineParameter",
        ],
    ),
    (
        "about modules, manifests, classes, resources and help files",
        &[
            "PSAvoidGlobalAliases",
            "PSAvoidGlobalFunctions",
            "PSAvoidUsingDeprecatedManifestFields",
            "PSDSCDscExamplesPresent",
            "PSDSCDscTestsPresent",
            "PSDSCReturnCorrectTypesForDSCFunctions",
            "PSDSCStandardDSCFunctionsInResource",
            "PSDSCUseIdenticalMandatoryParametersForDSC",
            "PSDSCUseIdenticalParametersForDSC",
            "PSDSCUseVerboseMessageInDSCResource",
            "PSMissingModuleManifestField",
            "PSProvideCommentHelp",
            "PSUseToExportFieldsInManifest",
            "PSUseUTF8EncodingForHelpFile",
        ],
    ),
    (
        "about words that the reader of these scripts does not take, or that no script here has a use for",
        &[
            "PSAvoidDefaultValueSwitchParameter",
            "PSAvoidDynamicallyCreatingVariableNames",
            "PSAvoidInvokingEmptyMembers",
            "PSAvoidMultipleTypeAttributes",
            "PSAvoidNullOrEmptyHelpMessageAttribute",
            "PSAvoidShouldContinueWithoutForce",
            "PSAvoidUsingAllowUnencryptedAuthentication",
            "PSAvoidUsingBrokenHashAlgorithms",
            "PSInvalidMultiDotValue",
            "PSMisleadingBacktick",
            "PSMissingTryBlock",
            "PSShouldProcess",
            "PSUseOutputTypeCorrectly",
            "PSUseProcessBlockForPipelineCommand",
            "PSUseSupportsShouldProcess",
            "PSUseUsingScopeModifierInNewRunspaces",
        ],
    ),
    (
        "judged when scripts are run: each call is bound",
        &["PSUseCmdletCorrectly"],
    ),
];

#[test]
fn every_rule_of_the_analyzer_is_judged_or_has_a_reason() {
    let known: BTreeSet<String> = table::rows("psscriptanalyzer-rules.tsv", ["rule", "severity"])
        .into_iter()
        .map(|[rule, _]| rule)
        .collect();
    let mut named = BTreeSet::new();
    for rule in JUDGED.iter().chain(OTHERS.iter().flat_map(|(_, rules)| *rules)) {
        assert!(named.insert((*rule).to_owned()), "{rule} twice");
    }
    // Rules of older versions are not in the table of the newest.
    named.remove("PSUseSingularNouns");
    assert_eq!(named, known);
}
