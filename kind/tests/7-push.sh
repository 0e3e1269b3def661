# shellcheck shell=bash
begin 'our images and chart in a registry'
run 'push images' IMAGE_REGISTRY=registry.example.com/team
check 'succeeds' ended 0
for image in operator consumer demo-shop; do
  check "pushes the $image" called "^docker push registry.example.com/team/cdc-pipeline-$image:0.1.0\$"
done
run 'push chart' IMAGE_REGISTRY=oci://registry.example.com/team/ IMAGE_TAG=9
check 'succeeds' ended 0
check 'packages the tag' called '^helm package .*/cdc-pipeline-operator --destination .* --app-version 9$'
check 'beside the images, not over them' called '^helm push .* oci://registry.example.com/team/charts$'
forget
run 'push chart' IMAGE_REGISTRY=localhost:5000
check 'a registry on this machine has no certificate' called '^helm push .* oci://localhost:5000/charts --plain-http$'

begin 'push without a registry'
run 'push images'
check 'fails' ended 1
check 'says what to set' said 'REGISTRY=registry.example.com/team'
check 'pushes nothing' never '^docker push'

begin 'a push that is refused'
run 'push images' IMAGE_REGISTRY=registry.example.com/team FAIL_AT='docker push .*consumer'
check 'fails' ended 1
check 'says how to log in' said 'docker login registry.example.com'
